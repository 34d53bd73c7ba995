// How a file of each language is put together from blocks, and where such files lie in a repository.
import { concat, indent, mapText, plain } from './block.mjs';

const between =
  (head, tail, by = '    ') =>
  (blocks) =>
    concat([plain(head), ...blocks.flatMap((block) => [indent(block, by), plain('\n')]), plain(tail)]);
const headed = (head) => (blocks) => concat([plain(head), concat(blocks, '\n')]);
const members = (blocks) =>
  concat([
    plain('{\n'),
    concat(
      blocks.map((block) => indent(trimmed(block), '  ')),
      ',\n',
    ),
    plain('\n}\n'),
  ]);

/** Without the last line end, so that a comma can follow. */
function trimmed(block) {
  return { ...block, text: block.text.replace(/\n$/, '') };
}

/** A notebook's cells: every line is a JSON string. */
function notebook(blocks) {
  const cells = blocks.map((block) =>
    concat([
      plain(
        '  {\n   "cell_type": "code",\n   "execution_count": null,\n   "metadata": {},\n   "outputs": [],\n   "source": [\n',
      ),
      mapText(block, {
        before: () => '    "',
        after: () => '\\n",',
        char: (c) => (c === '"' ? '\\"' : c === '\\' ? '\\\\' : c === '\t' ? '\\t' : c),
      }),
      plain('    "\\n"\n   ]\n  }'),
    ]),
  );
  return concat([
    plain('{\n "cells": [\n'),
    concat(cells, ',\n'),
    plain('\n ],\n "metadata": {"language_info": {"name": "python"}},\n "nbformat": 4,\n "nbformat_minor": 5\n}\n'),
  ]);
}

/** Per language: the paths of its files, and how blocks become one. */
export const frames = {
  python: {
    paths: ['src/{{noun}}/{{noun}}.py', '{{noun}}/settings.py', 'scripts/{{verb}}_{{noun}}.py', 'app/{{noun}}s.py'],
    wrap: headed('import os\nimport logging\n\n'),
  },
  javascript: {
    paths: ['src/{{noun}}/{{noun}}.js', 'lib/{{noun}}.js', 'server/{{verb}}-{{noun}}.js', 'config/{{noun}}.js'],
    wrap: headed("'use strict';\n\n"),
  },
  typescript: {
    paths: ['src/{{noun}}/{{noun}}.service.ts', 'src/lib/{{noun}}.ts', 'packages/{{noun}}/src/{{verb}}.ts'],
  },
  jsx: {
    paths: ['src/components/{{noun.Pascal}}Form.jsx', 'src/pages/{{noun.Pascal}}Page.tsx'],
    wrap: headed("import React from 'react';\n\n"),
  },
  java: {
    paths: [
      'src/main/java/com/{{org.flat}}/{{noun}}/{{noun.Pascal}}Service.java',
      'src/main/java/com/{{org.flat}}/config/{{noun.Pascal}}Config.java',
    ],
    wrap: between('package com.acme.app;\n\nimport java.util.*;\n\npublic class Service {\n\n', '}\n'),
  },
  kotlin: {
    paths: ['app/src/main/java/com/{{org.flat}}/{{noun.Pascal}}Repository.kt', 'src/main/kotlin/{{noun.Pascal}}.kt'],
    wrap: between('package com.acme.app\n\nclass Service {\n', '}\n'),
  },
  scala: {
    paths: ['src/main/scala/{{noun}}/{{noun.Pascal}}.scala'],
    wrap: between('package app\n\nobject Service {\n', '}\n', '  '),
  },
  go: {
    paths: ['internal/{{noun}}/{{noun}}.go', 'cmd/{{noun}}/main.go', 'pkg/{{noun}}/{{verb}}.go'],
    wrap: headed('package main\n\nimport (\n\t"fmt"\n\t"os"\n)\n\n'),
  },
  rust: { paths: ['src/{{noun}}.rs', 'crates/{{noun}}/src/lib.rs'], wrap: headed('use std::env;\n\n') },
  c: {
    paths: ['src/{{noun}}.c', 'firmware/{{noun}}_{{verb}}.c', 'include/{{noun}}.h'],
    wrap: headed('#include <stdio.h>\n#include <string.h>\n\n'),
  },
  cpp: { paths: ['src/{{noun}}.cpp', 'esp32/{{noun}}/{{noun}}.ino'], wrap: headed('#include <string>\n\n') },
  csharp: {
    paths: ['src/{{noun.Pascal}}/{{noun.Pascal}}Service.cs', '{{org}}.Web/Startup.cs'],
    wrap: between('using System;\n\nnamespace Acme.App\n{\npublic class Service\n{\n', '}\n}\n'),
  },
  vbnet: { paths: ['{{org}}/Modules/{{noun.Pascal}}.vb'], wrap: between('Public Module Program\n', 'End Module\n') },
  swift: {
    paths: ['Sources/{{noun.Pascal}}/{{noun.Pascal}}Client.swift', 'ios/{{org}}/{{noun.Pascal}}.swift'],
    wrap: headed('import Foundation\n\n'),
  },
  objc: { paths: ['ios/Classes/{{noun.Pascal}}Manager.m'], wrap: headed('#import <Foundation/Foundation.h>\n\n') },
  php: {
    paths: [
      'app/{{noun.Pascal}}/{{noun.Pascal}}.php',
      'config/{{noun}}.php',
      'public/{{noun}}.php',
      'includes/{{noun}}.inc.php',
    ],
    wrap: headed('<?php\n\n'),
  },
  ruby: { paths: ['app/models/{{noun}}.rb', 'lib/tasks/{{noun}}.rb', 'config/initializers/{{noun}}.rb'] },
  perl: {
    paths: ['bin/{{verb}}_{{noun}}.pl', 'lib/{{noun.Pascal}}.pm'],
    wrap: headed('use strict;\nuse warnings;\n\n'),
  },
  r: { paths: ['R/{{verb}}_{{noun}}.R', 'analysis/{{noun}}.R'] },
  lua: { paths: ['src/{{noun}}.lua', 'plugins/{{noun}}/init.lua'] },
  dart: { paths: ['lib/{{noun}}/{{noun}}_service.dart', 'lib/{{noun}}.dart'] },
  elixir: { paths: ['lib/app/{{noun}}.ex', 'config/{{noun}}.exs'] },
  haskell: { paths: ['src/{{noun.Pascal}}.hs'] },
  groovy: { paths: ['{{noun}}/build.gradle', 'build.gradle', 'src/main/groovy/{{noun.Pascal}}.groovy'] },
  jenkinsfile: { paths: ['Jenkinsfile', 'ci/{{noun}}.jenkinsfile'] },
  powershell: { paths: ['scripts/{{verb.Pascal}}-{{noun.Pascal}}.ps1'] },
  bash: {
    paths: ['scripts/{{verb}}-{{noun}}.sh', 'bin/{{verb}}.sh', 'deploy/{{noun}}.sh'],
    wrap: headed('#!/usr/bin/env bash\nset -euo pipefail\n\n'),
  },
  batch: { paths: ['build/{{verb}}.bat', 'scripts/{{noun}}.cmd'], wrap: headed('@echo off\n') },
  sql: { paths: ['db/migrations/{{int}}_{{verb}}_{{noun}}.sql', 'sql/{{noun}}.sql'] },
  yaml: { paths: ['config/{{noun}}.yml', 'config/{{noun}}.yaml', 'src/main/resources/application-{{noun}}.yml'] },
  json: {
    paths: ['config/{{noun}}.json', 'src/appsettings.{{noun.Pascal}}.json', '{{noun}}/settings.json'],
    wrap: members,
  },
  toml: { paths: ['config/{{noun}}.toml', '{{noun}}/config.toml'] },
  ini: { paths: ['config/{{noun}}.ini', 'etc/{{noun}}.conf', 'conf/{{noun}}.cfg'] },
  properties: {
    paths: [
      'src/main/resources/{{noun}}.properties',
      'src/main/resources/application-{{noun}}.properties',
      'gradle/{{noun}}.properties',
    ],
  },
  xml: {
    paths: ['config/{{noun}}.xml', 'src/{{org}}.Web/Web.{{noun}}.config', 'src/main/resources/{{noun}}-context.xml'],
    wrap: between('<?xml version="1.0" encoding="utf-8"?>\n<configuration>\n', '</configuration>\n', '  '),
  },
  plist: {
    paths: ['ios/{{org}}/{{noun.Pascal}}.plist'],
    wrap: between(
      '<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0">\n<dict>\n',
      '</dict>\n</plist>\n',
      '\t',
    ),
  },
  html: {
    paths: ['templates/{{noun}}.html', 'public/{{noun}}.html', 'src/app/{{noun}}/{{noun}}.component.html'],
    wrap: between('<!DOCTYPE html>\n<html lang="en">\n<body>\n', '</body>\n</html>\n', '  '),
  },
  markdown: { paths: ['docs/{{noun}}.md', 'README.md', 'docs/{{verb}}-{{noun}}.md', 'CHANGELOG.md'] },
  rst: { paths: ['docs/{{noun}}.rst'] },
  dockerfile: { paths: ['docker/{{noun}}/Dockerfile', 'Dockerfile'] },
  compose: {
    paths: ['docker-compose.yml', 'deploy/{{noun}}/docker-compose.yml', 'compose.{{noun}}.yaml'],
    wrap: between('version: "3.8"\nservices:\n', '\nvolumes:\n  data: {}\n', '  '),
  },
  terraform: { paths: ['infra/{{noun}}.tf', 'terraform/modules/{{noun}}/main.tf'] },
  tfvars: { paths: ['infra/{{noun}}.tfvars', 'terraform/env/{{noun}}.auto.tfvars'] },
  ansible: {
    paths: ['ansible/roles/{{noun}}/tasks/main.yml', 'ansible/group_vars/{{noun}}.yml', 'playbooks/{{noun}}.yml'],
  },
  kubernetes: { paths: ['k8s/{{noun}}.yaml', 'deploy/k8s/{{noun}}-{{verb}}.yaml'], separator: '---\n' },
  helm: { paths: ['charts/{{noun}}/values.yaml', 'charts/{{noun}}/values-{{adj}}.yaml'] },
  'github-actions': { paths: ['.github/workflows/{{verb}}-{{noun}}.yml'] },
  'gitlab-ci': { paths: ['.gitlab-ci.yml', 'ci/{{noun}}.gitlab-ci.yml'] },
  dotenv: { paths: ['.env', '{{noun}}/.env', '.env.{{noun}}', 'deploy/{{noun}}.env'] },
  nginx: { paths: ['nginx/{{noun}}.conf', 'deploy/nginx/sites/{{noun}}'] },
  apache: { paths: ['apache/{{noun}}.conf', 'public/.htaccess'] },
  notebook: { paths: ['notebooks/{{noun}}-{{verb}}.ipynb'], wrap: notebook, writtenIn: 'python' },
  log: { paths: ['logs/{{noun}}.log', 'tests/output/{{noun}}.log'] },
  csv: { paths: ['data/{{noun}}.csv', 'tests/fixtures/{{noun}}s.csv'] },
  diff: { paths: ['patches/{{int}}-{{verb}}-{{noun}}.patch', '{{noun}}.diff'] },
  shellhistory: { paths: ['home/.bash_history', 'backup/{{noun}}/.zsh_history'] },
  minified: { paths: ['public/js/{{noun}}.min.js', 'dist/{{noun}}.bundle.js'] },
  lock: { paths: ['package-lock.json', 'yarn.lock', 'poetry.lock', 'go.sum', 'Cargo.lock'] },
  css: { paths: ['src/styles/{{noun}}.css', 'assets/scss/{{noun}}.scss'] },
  svg: { paths: ['assets/{{noun}}.svg'] },
  protobuf: { paths: ['proto/{{noun}}/v1/{{noun}}.proto'] },
  graphql: { paths: ['schema/{{noun}}.graphql'] },
  text: { paths: ['notes/{{noun}}.txt', 'docs/{{noun}}.txt', 'TODO.txt'] },
  dotfile: { paths: ['.{{noun}}rc'] },
  clojure: { paths: ['src/{{noun}}/core.clj'] },
  tex: { paths: ['doc/{{noun}}.tex'] },
};

/** One file of a language from blocks. */
export function assemble(language, blocks) {
  const frame = frames[language];
  if (!frame) throw new Error(`no frame for ${language}`);
  return frame.wrap ? frame.wrap(blocks) : concat(blocks, frame.separator ?? '\n');
}
