import * as z from 'zod';
import { sha256Of } from '../domain/digest.ts';
import { incidentId } from '../domain/ids.ts';
import { FORMATS } from '../report/formats/index.ts';
import { AUDIENCES, buildReport } from '../report/model.ts';
import { defineTool } from './tool.ts';

export const generateReport = defineTool({
  name: 'generate_report',
  area: 'report',
  effect: 'record',
  description: 'Writes the report of the session, or of one incident, for an audience, and keeps it with the session. '
    + `Formats: ${FORMATS.map(({ name }) => name).join(', ')}.`,
  input: z.object({
    incident: incidentId.optional(),
    audience: z.enum(AUDIENCES).default('technical'),
    format: z.string().default('md'),
  }).strict(),
  async *run({ incident: asked, audience, format: wanted }, { state, trades }) {
    const format = FORMATS.find(({ name }) => name === wanted);
    const now = state();
    const incident = now.incidents.find(({ id }) => id === asked) ?? null;
    const started = now.started;
    if (!format || !started || (asked !== undefined && !incident)) {
      const why = !format ? `no format ${wanted}` : `no incident ${asked ?? ''}`;
      return { ok: false, rows: null, summary: why, digest: { why } };
    }
    const text = format.render(buildReport({
      session: started.session, state: now, chainHead: null, silenced: () => null, incident,
    }), audience);
    const name = `${incident ? `${incident.id}-` : ''}${audience}.${format.extension}`;
    const saved = await trades.saveReport(name, text);
    if (!saved.ok) return { ok: false, rows: null, summary: saved.trouble, digest: { why: saved.trouble } };
    const sha256 = sha256Of(text);
    yield { type: 'report.written', audience, format: format.name, name, sha256 };
    return { ok: true, rows: null, summary: `${name}, ${text.length} characters`, digest: { name } };
  },
});
