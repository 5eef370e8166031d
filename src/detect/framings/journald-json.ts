import type { Framing } from '../framing.ts';
import { recode } from '../record.ts';

/** The last millisecond of ECMAScript's calendar. */
const LATEST = 8_640_000_000_000_000 - 1;

/** `journalctl -o json`: one object a line. Fields with a leading underscore are written by journald itself. */
export const journaldJson: Framing = {
  name: 'journald-json',
  open(clock, detach) {
    return {
      read(record) {
        if (record.text.charCodeAt(0) !== 123 || !record.text.includes('"__REALTIME_TIMESTAMP"')) return false;
        const fields = parseObject(record.text);
        const stamp = Number(fields?.['__REALTIME_TIMESTAMP']);
        if (!fields || !Number.isFinite(stamp)) return false;
        // A forged stamp may be any number: one that no calendar holds is no time.
        record.time = Math.abs(stamp / 1_000) <= LATEST ? clock.epoch(Math.floor(stamp / 1_000)) : null;
        record.host = keep(textOf(fields['_HOSTNAME']), detach);
        record.program = keep(programOf(fields), detach);
        record.pid = textOf(fields['_PID']) ?? textOf(fields['SYSLOG_PID']);
        record.trusted = {
          comm: keep(textOf(fields['_COMM']), detach),
          uid: fields['_UID'] === undefined ? null : Number(textOf(fields['_UID'])),
          transport: keep(textOf(fields['_TRANSPORT']), detach),
        };
        record.text = textOf(fields['MESSAGE']) ?? '';
        record.body = 0;
        recode(record);
        return true;
      },
    };
  },
};

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const programOf = (fields: Record<string, unknown>): string | null =>
  (textOf(fields['SYSLOG_IDENTIFIER']) ?? textOf(fields['_COMM']))?.toLowerCase() ?? null;

const keep = (text: string | null, detach: (text: string) => string): string | null =>
  text === null ? null : detach(text);

/** journald writes a message that is not UTF-8 as an array of bytes, and a repeated field as an array of texts. */
function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (!Array.isArray(value)) return null;
  if (value.every((item) => typeof item === 'number')) return Buffer.from(value).toString();
  return typeof value[0] === 'string' ? value[0] : null;
}
