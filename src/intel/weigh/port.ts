/** What a line shows of the port of an address in it. */
export type PortSeen = 'same' | 'another' | 'none';

/** Right after the address: `:443`, `.443` of tcpdump, `#53` of BIND, ` port 22`, the next column of a table. */
const AFTER = /^\]?(?:[:#]|,? port[ =:]{1,3}|\.(?=\d{1,5}(?: >|:|,))|\t|"?, ?"?(?:(?:dst|dest|remote|server)?_?port"?[:=] ?"?))(\d{1,5})(?![\d.])/i;
/** Anywhere in the line, under a name: `DPT=443`, `"dest_port":443`, `dst_port=443`. */
const NAMED = /(?:^|[^a-z])(?:dpt|dport|(?:dst|dest|destination|remote|server|target)[._-]?port|id\.resp_p|rport)["']?\s*[=:]\s*["']?(\d{1,5})(?!\d)/i;

/**
 * What a line shows of ports; `to`: where the address ends. A port that is named for the other end of a connection is
 * not its own. However many addresses the line has, the name of a port is looked for once.
 */
export function openPorts(line: string): (to: number, port: number) => PortSeen {
  let named: { readonly port: string | undefined } | null = null;
  return (to, port) => {
    const after = AFTER.exec(line.slice(to, to + 40))?.[1];
    const found = after ?? (named ??= { port: NAMED.exec(line)?.[1] }).port;
    if (found === undefined) return 'none';
    return Number(found) === port ? 'same' : 'another';
  };
}
