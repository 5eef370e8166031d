import { fail, ok } from '../domain/result.ts';
import type { Loader } from '../ports/loader.ts';

/** More aliases than this are a bomb, not a convenience. */
const ALIAS_LIMIT = 100;

export const yamlLoader: Loader = {
  async yaml(text) {
    // Loaded here: most runs have no YAML to read.
    const { isNode, LineCounter, parseDocument } = (await import('yaml')).default;
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
    const [error] = document.errors;
    if (error) {
      const { line, col } = lines.linePos(error.pos[0]);
      return fail({ line, column: col, why: error.message });
    }
    return ok({
      value: document.toJS({ maxAliasCount: ALIAS_LIMIT }) as unknown,
      lineOf: (path) => {
        for (let length = path.length; length > 0; length -= 1) {
          const node = document.getIn(path.slice(0, length), true);
          if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
        }
        return 1;
      },
    });
  },
};
