import type { Audience, Report } from './model.ts';

/** One way to write a report. Pure: the same report gives the same bytes. Foreign text is cleaned here, once. */
export interface ReportFormat {
  readonly name: string;
  readonly extension: string;
  render(report: Report, audience: Audience): string;
}
