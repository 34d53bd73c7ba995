import { describe, expect, it } from 'vitest';
import { planFor } from '../../src/github/event.ts';

const base = 'a'.repeat(40);
const head = 'b'.repeat(40);
const none = '0'.repeat(40);

describe('what an event asks to be scanned', () => {
  it.each(['pull_request', 'pull_request_target'])('%s: from base to head, judged by the base', (event) => {
    const payload = { pull_request: { base: { sha: base }, head: { sha: head } } };
    expect(planFor(event, payload)).toEqual({ scan: 'range', base, head, settingsFrom: base });
  });

  it('a merge group: from base to head, judged by the base', () => {
    expect(planFor('merge_group', { merge_group: { base_sha: base, head_sha: head } })).toEqual({
      scan: 'range',
      base,
      head,
      settingsFrom: base,
    });
  });

  it('a push: from where the ref stood', () => {
    expect(planFor('push', { before: base, after: head })).toEqual({ scan: 'range', base, head, settingsFrom: null });
  });

  it('a push of a new ref: the whole history', () => {
    expect(planFor('push', { before: none, after: head })).toEqual({ scan: 'audit', settingsFrom: null });
  });

  it('a deleted ref: nothing', () => {
    expect(planFor('push', { before: base, after: none, deleted: true })).toEqual({ scan: 'nothing' });
  });

  it.each(['schedule', 'workflow_dispatch'])('%s: the whole history', (event) => {
    expect(planFor(event, {})).toEqual({ scan: 'audit', settingsFrom: null });
  });
});
