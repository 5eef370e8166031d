import type { ReportFormat } from '../format.ts';
import { json } from './json.ts';

export const FORMATS: readonly ReportFormat[] = [json];
