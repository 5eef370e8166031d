import type { Socket } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loopbackNet } from '../../src/adapters/loopback-net.ts';

async function serve(onClient: (client: Socket) => void): Promise<number> {
  const clients = new Set<Socket>();
  const server = createServer((client) => {
    clients.add(client.on('error', () => undefined));
    onClient(client);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    for (const client of clients) client.destroy();
    server.close();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

describe('a banner', () => {
  it('is what the service says first', async () => {
    const port = await serve((client) => client.write('SSH-2.0-Example_9.6\r\n'));
    expect(await loopbackNet.banner(port, null, 5_000)).toEqual({ ok: true, value: 'SSH-2.0-Example_9.6\r\n' });
  });

  it('is what the service answers where we speak first', async () => {
    const port = await serve((client) => client.once('data', (asked) => client.end(`HTTP/1.0 200 OK\r\nServer: for ${String(asked).split(' ')[0] ?? ''}\r\n\r\n`)));
    expect(await loopbackNet.banner(port, 'HEAD / HTTP/1.0\r\n\r\n', 5_000)).toEqual({ ok: true, value: 'HTTP/1.0 200 OK\r\nServer: for HEAD\r\n\r\n' });
  });

  it('is at most a kilobyte of what never ends', async () => {
    const port = await serve((client) => client.write('x'.repeat(100_000)));
    const banner = await loopbackNet.banner(port, null, 5_000);
    expect(banner.ok && banner.value.length).toBe(1_024);
  });

  it('is not waited for past the deadline', async () => {
    expect(await loopbackNet.banner(await serve(() => undefined), null, 30)).toEqual({ ok: false, trouble: { why: 'said nothing within 30 ms' } });
  });

  it('is missing where nobody listens, hangs up or the port is none', async () => {
    const port = await serve((client) => client.end());
    expect(await loopbackNet.banner(port, null, 5_000)).toEqual({ ok: false, trouble: { why: 'closed the connection without a word' } });
    expect((await loopbackNet.banner(1, null, 5_000)).ok).toBe(false);
    expect(await loopbackNet.banner(70_000, null, 5_000)).toEqual({ ok: false, trouble: { why: '70000 is no port' } });
  });
});
