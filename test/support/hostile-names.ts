/** An address that acted nowhere: whoever is told to be it was believed for a name. */
const MARK = '192.0.2.66';

const SHAPES = [
  '@', 'x from @', 'x ip=@', 'x IP: @', 'x [@]', "x' from @", 'x" from @ "', 'client @', 'x (@)', 'root(at)@', 'x, client: @,', 'x rhost=@ y',
  'GET / HTTP/1.1" 200 from @', 'x from @ port 22 Mozilla/5.0', 'from @', '@ agent=y', 'ip=@ user-agent: z', "x' IP: '@", 'x"@', 'x from @.',
  "x'(at)'@", '@]', '@ -', '::ffff:@', 'x from ::ffff:@', '@:22 (', 'client ip=@, ', 'x|@|', '{"ip":"@"}', '{"ip":"@","x":"', 'x remote_ip=@ remote_addr=@',
  'x from ip @, reason', 'for y from @', '"@"', "'@'", 'x\\" ip=@ \\"', 'x src=@/32', 'x via @ from @', 'x] [client @] [y', '<@>', 'x;oip=@;', 'x&ip=@',
  'x\tfrom\t@', 'x from @, 10.0.0.1', 'peer=@ remote=@',
];

/** Names that claim to be a login from 192.0.2.66. */
export const hostileNames = (): readonly string[] => SHAPES.map((shape) => shape.replaceAll('@', MARK).replaceAll('(at)', '@'));
