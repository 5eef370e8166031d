import { connect } from 'node:net';
import { fail, ok } from '../domain/result.ts';
import type { Net } from '../ports/net.ts';

/** The only place this body ever speaks to. */
const LOOPBACK = '127.0.0.1';
/** Banners are a line or a few headers. */
const LIMIT = 1_024;

/**
 * Reads what a service on this machine says of itself: until its first line (the headers, where we spoke first), 1 KiB,
 * its end or the deadline. The text is hostile.
 */
export const loopbackNet: Net = {
  banner: (port, say, deadlineMs) => new Promise((resolve) => {
    if (!Number.isInteger(port) || port < 1 || port > 65_535) return resolve(fail({ why: `${port} is no port` }));
    const socket = connect({ host: LOOPBACK, port });
    let heard: Buffer = Buffer.alloc(0);
    const done = (why: string): void => {
      clearTimeout(deadline);
      socket.destroy();
      resolve(heard.length > 0 ? ok(heard.toString('utf8')) : fail({ why }));
    };
    const deadline = setTimeout(() => { done(`said nothing within ${deadlineMs} ms`); }, deadlineMs);
    socket.on('connect', () => { if (say !== null) socket.write(say); });
    socket.on('data', (chunk: Buffer) => {
      heard = Buffer.concat([heard, chunk]).subarray(0, LIMIT);
      if (heard.length === LIMIT || heard.includes(say === null ? '\n' : '\r\n\r\n')) done('');
    });
    socket.on('error', (error) => { done(error.message); });
    socket.on('close', () => { done('closed the connection without a word'); });
  }),
};
