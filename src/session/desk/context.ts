import { parseZone } from '../../detect/log-clock.ts';
import type { Context } from '../../domain/context.ts';
import { NO_CONTEXT } from '../../domain/no-context.ts';
import type { Result } from '../../domain/result.ts';
import { fail, ok } from '../../domain/result.ts';
import type { House } from '../house.ts';

const CONTEXT_BYTES = 1_048_576;

export interface ContextTrouble {
  readonly line: number;
  readonly why: string;
}

/** Reads and checks a context file's text; every trouble names its line. */
export async function parseContext(
  { loader }: Pick<House, 'loader'>, text: string,
): Promise<Result<Context, readonly ContextTrouble[]>> {
  const [document, { contextSchema }] = await Promise.all([loader.yaml(text), import('../../domain/context.ts')]);
  if (!document.ok) return fail([{ line: document.trouble.line, why: document.trouble.why }]);
  const { value, lineOf } = document.value;
  const checked = contextSchema.safeParse(value ?? {});
  if (checked.success) {
    const wrong = checked.data.logs.findIndex(({ zone }) => zone !== undefined && parseZone(zone) === null);
    return wrong < 0 ? ok(checked.data)
      : fail([{ line: lineOf(['logs', wrong, 'zone']), why: `logs.${wrong}.zone: no such zone` }]);
  }
  return fail(checked.error.issues.map(({ path, message }) => ({
    line: lineOf(path), why: path.length > 0 ? `${path.join('.')}: ${message}` : message,
  })));
}

export interface LoadedContext {
  readonly context: Context;
  /** The text as read, kept with the session; null where there is no file. */
  readonly text: string | null;
}

/** The context of this home, or of the file given. A file that is named must exist; the home's need not. */
export async function loadContext(
  house: House, path: string | null,
): Promise<Result<LoadedContext, { readonly path: string; readonly troubles: readonly ContextTrouble[] }>> {
  const from = path ?? house.places.context;
  if (path === null && !(await house.files.exists(from))) return ok({ context: NO_CONTEXT, text: null });
  const text = await house.files.readText(from, CONTEXT_BYTES);
  if (!text.ok) return fail({ path: from, troubles: [{ line: 0, why: text.trouble.why }] });
  const parsed = await parseContext(house, text.value);
  return parsed.ok ? ok({ context: parsed.value, text: text.value }) : fail({ path: from, troubles: parsed.trouble });
}

/** What `soc context init` writes: every section, commented out, with an example. */
const CONTEXT_TEMPLATE = `# What you know and a log cannot tell. soc applies it when judging and shows what it changed.
# Check with: soc context check

# assets:
#   - name: web7
#     places: [198.51.100.7, web7.example.org]
#     criticality: important      # lab | workstation | server | important | crown-jewel
#     owner: platform team
#     exposed: true
# jumpHosts:
#   - {name: bastion, places: [192.0.2.10], why: everyone logs in through it}
# proxies:                        # forwarded headers count only from these
#   - {name: front, places: [10.0.0.2]}
# scanners:
#   - {name: quarterly scan, places: [203.0.113.64/28], until: 2026-12-31}
# automation:
#   - {name: ansible, users: [deploy], places: [192.0.2.20]}
# egress:                         # NAT and VPN: many people behind one address
#   - {name: office, places: [198.51.100.1]}
# maintenance:
#   - {name: patch night, hosts: [web7], from: 2026-03-03T22:00:00+01:00, to: 2026-03-04T02:00:00+01:00}
# neverTouch: [192.0.2.53]
# logs:                           # zone and clock of logs by name
#   - {match: "web7*", zone: Europe/Berlin, clockOffset: 0}
`;

export async function initContext(house: House): Promise<Result<string, string>> {
  const { context } = house.places;
  if (await house.files.exists(context)) return fail(`${context} exists already; edit it, then: soc context check`);
  const written = await house.files.writeText(context, CONTEXT_TEMPLATE);
  return written.ok ? ok(context) : fail(`${context}: ${written.trouble.why}`);
}
