import type { ReportFormat } from '../format.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { md } from './md.ts';

export const FORMATS: readonly ReportFormat[] = [md, html, json];
