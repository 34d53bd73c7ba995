/** Where a command takes a password. Options may be written `--name value` and `--name=value`. */
export type Command = {
  /** Options whose value is one. */
  secret?: string[];
  /** Options whose value is a user's name, a separator and a password. */
  pair?: string[];
  /** What separates the two; ":" unless said. */
  separator?: string;
  /** Options that the password is written right behind. */
  attached?: string[];
  /** The n-th arguments behind one of these words, options not counted. */
  positional?: { behind: string[]; place: number }[];
  /** Words that must stand in the command too. */
  needs?: string[];
};

const mysql: Command = { secret: ['--password'], attached: ['-p'] };
const mongo: Command = { secret: ['-p', '--password'] };
const ldap: Command = { secret: ['-w'] };
const login: Command = { secret: ['-p', '--password'], needs: ['login'] };
const images: Command = { pair: ['--creds', '--src-creds', '--dest-creds'], secret: ['-p', '--password'] };
const java: Command = { secret: ['-storepass', '-keypass', '-srcstorepass', '-deststorepass'] };
const putty: Command = { secret: ['-pw'] };
const samba: Command = { pair: ['-U', '--user'], separator: '%' };
const sql: Command = { secret: ['-P'] };
const mqtt: Command = { secret: ['-P', '--pw'] };

/** Commands by the name that they are called by. (Their manual pages.) */
export const COMMANDS: Record<string, Command> = {
  curl: { pair: ['-u', '--user', '-U', '--proxy-user'], secret: ['--oauth2-bearer', '--pass', '--proxy-pass'] },
  wget: { secret: ['--password', '--http-password', '--ftp-password', '--proxy-password'] },
  sshpass: { secret: ['-p'], attached: ['-p'] },
  mysql,
  mysqldump: mysql,
  mysqladmin: mysql,
  mysqlimport: mysql,
  mariadb: mysql,
  'mariadb-dump': mysql,
  'mariadb-admin': mysql,
  mongo,
  mongosh: mongo,
  mongodump: mongo,
  mongorestore: mongo,
  mongoexport: mongo,
  mongoimport: mongo,
  'redis-cli': { secret: ['-a', '--pass'] },
  'redis-server': { secret: ['--requirepass', '--masterauth'] },
  cqlsh: { secret: ['-p', '--password'] },
  sqlcmd: sql,
  rabbitmqctl: { positional: [{ behind: ['add_user', 'change_password'], place: 2 }] },
  docker: login,
  podman: login,
  az: login,
  oc: login,
  helm: { secret: ['--password'] },
  skopeo: images,
  buildah: images,
  twine: { secret: ['-p', '--password'] },
  svn: { secret: ['--password'] },
  ldapsearch: ldap,
  ldapmodify: ldap,
  ldapadd: ldap,
  ldapdelete: ldap,
  ldappasswd: { secret: ['-w', '-s', '-a'] },
  ldapwhoami: ldap,
  smbclient: samba,
  rpcclient: samba,
  smbmap: { secret: ['-p'] },
  plink: putty,
  pscp: putty,
  psftp: putty,
  lftp: { pair: ['-u', '--user'], separator: ',' },
  mosquitto_pub: mqtt,
  mosquitto_sub: mqtt,
  keytool: java,
  jarsigner: java,
  openssl: { pair: ['-passin', '-passout', '-pass', '-password'], separator: 'pass:', secret: ['-k', '-K'] },
  net: {
    positional: [
      { behind: ['use'], place: 3 },
      { behind: ['user'], place: 2 },
    ],
  },
  kubectl: { secret: ['--docker-password', '--password', '--token'] },
  flyway: { secret: ['-password', '--password'] },
  liquibase: { secret: ['--password'] },
  'sonar-scanner': { secret: ['-Dsonar.login', '-Dsonar.password', '-Dsonar.token'] },
};
