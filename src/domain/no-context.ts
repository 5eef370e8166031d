import type { Context } from './context.ts';

/** The context of somebody who has said nothing. Apart from the schema: most runs need this and never the validator. */
export const NO_CONTEXT: Context = {
  assets: [], jumpHosts: [], proxies: [], scanners: [], automation: [], egress: [], maintenance: [], neverTouch: [],
  logs: [],
};
