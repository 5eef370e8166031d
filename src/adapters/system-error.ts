/** The system's name for what went wrong (`ENOENT`, `EACCES` …); empty for anything else that was thrown. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
