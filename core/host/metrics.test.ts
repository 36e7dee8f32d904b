import { statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sampleAlertView } from '../model/test-alert-view.ts';
import type { DiskView } from '../model/views.ts';
import { ConsoleMemory } from './console-memory.ts';
import { serveConsole } from './console-server.ts';
import { metricsText } from './metrics.ts';
import type { MetricsFacts } from './metrics.ts';
import { metricsToken, metricsTokenFile } from './metrics-token.ts';
import { testFolder } from './test-folder.ts';
import { consoleParts } from './test-session-host.ts';

const disk: DiskView = {
  kind: 'disk', id: 'd1', name: 'Harddisk0', internalName: 'Disk "1"\\\n', status: 'online', statusReason: '', groupId: 'g',
  groupName: 'DG', type: 'image file', location: '/a', sizeBytes: 1, dataStartBytes: 0, dataLengthBytes: 0, unallocatedBytes: 0,
  readOnly: false, enclosure: '', site: '', errors: 3,
};
const alert = sampleAlertView();
const facts: MetricsFacts = {
  version: '1.2.3', startedAt: '2030-01-01T00:00:00.000Z', lostLogEntries: { audit: 2 }, groups: [], disks: [disk], volumes: [], tasks: [],
  alerts: [alert, { ...alert, id: 'b', state: 'cleared' }],
};

interface Parsed { readonly types: Map<string, string>; readonly helps: Map<string, string>; readonly samples: Map<string, number> }

/** The exposition format as its specification says it; anything else throws. */
function parse(text: string): Parsed {
  const parsed: Parsed = { types: new Map(), helps: new Map(), samples: new Map() };
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  for (const line of text.slice(0, -1).split('\n')) {
    const comment = /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)$/.exec(line);
    if (comment !== null) {
      const [, kind, name = '', rest = ''] = comment;
      const into = kind === 'HELP' ? parsed.helps : parsed.types;
      if (into.has(name)) throw new Error(`twice: ${line}`);
      into.set(name, rest);
      continue;
    }
    const label = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\["\\\\n])*"';
    const sample = new RegExp(`^([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{${label}(?:,${label})*\\})? (-?[0-9.e+]+)$`).exec(line);
    if (sample === null) throw new Error(`no sample: ${line}`);
    const [, name = '', labels = '', value] = sample;
    if (!parsed.types.has(name) || !parsed.helps.has(name)) throw new Error(`before its type: ${line}`);
    if (parsed.samples.has(name + labels)) throw new Error(`twice: ${line}`);
    parsed.samples.set(name + labels, Number(value));
  }
  return parsed;
}

describe('metrics', () => {
  test('are in the exposition format, with what is counted', () => {
    const { types, samples } = parse(metricsText(facts));
    expect([...new Set(types.values())].sort()).toEqual(['counter', 'gauge']);
    expect(samples.get('plexus_info{version="1.2.3"}')).toBe(1);
    expect(samples.get('plexus_disks{status="online"}')).toBe(1);
    expect(samples.get('plexus_disks{status="missing"}')).toBe(0);
    expect(samples.get('plexus_alerts{severity="error"}')).toBe(1);
    expect(samples.get('plexus_log_entries_lost_total{log="audit"}')).toBe(2);
    expect(samples.get('plexus_start_time_seconds')).toBe(Date.parse(facts.startedAt) / 1000);
  });

  test('labels are escaped', () => {
    const { samples } = parse(metricsText(facts));
    expect(samples.get('plexus_disk_errors_total{group="DG",disk="Disk \\"1\\"\\\\\\n",disk_id="d1"}')).toBe(3);
  });

  test('the secret is made once, is nobody else\'s to read, and is made anew when it was spoilt', () => {
    const folder = testFolder();
    const token = metricsToken(folder);
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(metricsToken(folder)).toBe(token);
    expect(statSync(metricsTokenFile(folder)).mode & 0o777).toBe(0o600);
    writeFileSync(metricsTokenFile(folder), '\n');
    expect(metricsToken(folder)).not.toBe(token);
    expect(metricsToken('/dev/null/nowhere')).toBe('');
  });

  test('are served to whoever knows the secret, at the console\'s own address only', async () => {
    const folder = testFolder();
    const metrics = { token: 'secret', text: () => metricsText(facts) };
    const server = await serveConsole({ ...consoleParts(folder, 0, new ConsoleMemory(folder)), metrics });
    if (!server.ok) throw new Error(server.error.code);
    onTestFinished(() => server.value.close());
    const { port } = server.value;
    const get = (headers: Record<string, string>): Promise<{ readonly status: number; readonly type: string; readonly body: string }> =>
      new Promise((resolve, reject) => {
        request({ host: '127.0.0.1', port, path: '/metrics', headers }, (response) => {
          let body = '';
          response.on('data', (chunk: Buffer) => (body += chunk.toString()));
          response.on('end', () => resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', body }));
        }).on('error', reject).end();
      });
    const good = await get({ Authorization: 'Bearer secret' });
    expect(good).toMatchObject({ status: 200, type: 'text/plain; version=0.0.4; charset=utf-8' });
    expect(parse(good.body).samples.size).toBeGreaterThan(10);
    expect((await get({})).status).toBe(401);
    expect((await get({ Authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await get({ Authorization: 'Bearer secret', Host: `evil.example:${port}` })).status).toBe(421);
    expect((await get({ Authorization: 'Bearer secret', Origin: 'http://evil.example' })).status).toBe(403);
  });
});
