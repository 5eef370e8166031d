/** Where a service can be met on a host: its packages, its port, and how it names its own version. */
export interface ServiceProfile {
  /** Programs whose records are about it, as their tags name them. */
  readonly programs: readonly string[];
  readonly packages: readonly string[];
  readonly port: number;
  /** Said first, where the protocol wants the client to begin. */
  readonly say: string | null;
  /** The part of a banner that tells product and version: `product` and `version` groups. */
  readonly banner: RegExp;
  /** Package of a product as its banner calls it, lower case. */
  readonly products: Readonly<Record<string, string>>;
}

const HEAD = 'HEAD / HTTP/1.0\r\n\r\n';

const SERVICES: Readonly<Record<string, ServiceProfile>> = {
  ssh: {
    programs: ['sshd', 'sshd-session', 'dropbear'],
    packages: ['openssh-server', 'dropbear-bin', 'dropbear'], port: 22, say: null,
    banner: /^SSH-[\d.]+-(?<product>OpenSSH|dropbear)_(?<version>[\w.+-]+(?: [\w.+~-]+)?)/,
    products: { openssh: 'openssh-server', dropbear: 'dropbear-bin' },
  },
  web: {
    programs: ['nginx', 'apache2', 'httpd', 'lighttpd'],
    packages: ['nginx', 'apache2', 'lighttpd'], port: 80, say: HEAD,
    banner: /^server:[ \t]*(?<product>nginx|apache|lighttpd)\/(?<version>[\w.+~-]+)/im,
    products: { nginx: 'nginx', apache: 'apache2', lighttpd: 'lighttpd' },
  },
  ftp: {
    programs: ['vsftpd', 'proftpd', 'pure-ftpd'],
    packages: ['vsftpd', 'proftpd-core', 'proftpd-basic', 'pure-ftpd'], port: 21, say: null,
    banner: /^220[ -].{0,40}?(?<product>vsFTPd|ProFTPD) (?<version>\d[\w.+~-]*)/,
    products: { vsftpd: 'vsftpd', proftpd: 'proftpd-core' },
  },
  smtp: {
    programs: ['postfix', 'exim', 'exim4'],
    packages: ['postfix', 'exim4-daemon-light', 'exim4-daemon-heavy'], port: 25, say: null,
    banner: /^220[ -].{0,120}?(?<product>Exim) (?<version>\d[\w.+~-]*)/,
    products: { exim: 'exim4-daemon-light' },
  },
  imap: {
    programs: ['dovecot'],
    packages: ['dovecot-imapd', 'dovecot-core'], port: 143, say: null,
    banner: /(?<product>Dovecot)[^\d]{0,20}(?<version>\d[\w.+~-]*)/, products: { dovecot: 'dovecot-core' },
  },
  mysql: {
    programs: ['mysqld', 'mariadbd'],
    packages: ['mariadb-server', 'mysql-server-8.0', 'mysql-server'], port: 3306, say: null,
    banner: /(?<version>\d+\.\d+\.\d+)-(?<product>MariaDB)/, products: { mariadb: 'mariadb-server' },
  },
};

export const profileOf = (service: string): ServiceProfile | null =>
  (Object.hasOwn(SERVICES, service) ? SERVICES[service] : undefined) ?? null;

/** The service that a record names, by its own name or its program's (`postfix/smtpd`); null where it is none of these. */
export function serviceNamed(name: string): string | null {
  const [program = ''] = name.toLowerCase().split('/', 1);
  return Object.entries(SERVICES).find(([service, { programs }]) => service === program || programs.includes(program))?.[0] ?? null;
}

export interface Running {
  /** Package by the product's name; null where it has none that we know. */
  readonly package: string | null;
  readonly version: string;
}

/** What a service says of itself; null where its banner tells nothing. */
export function readBanner({ banner, products }: ServiceProfile, text: string): Running | null {
  const groups = banner.exec(text)?.groups;
  const version = groups?.['version'];
  if (version === undefined) return null;
  const product = (groups?.['product'] ?? '').toLowerCase();
  return { package: (Object.hasOwn(products, product) ? products[product] : undefined) ?? null, version };
}

/**
 * Whether a package version and what its service says can be one: the upstream part must agree, and the revision too
 * where the banner carries one (`9.2p1 Debian-2+deb12u3` is `1:9.2p1-2+deb12u3`).
 */
export function agree(installed: string, running: string): boolean {
  const bare = installed.slice(installed.indexOf(':') + 1);
  const [upstream = '', vendor] = running.split(' ', 2);
  const revision = vendor?.slice(vendor.indexOf('-') + 1);
  const dash = bare.lastIndexOf('-');
  const [have, haveRevision] = dash < 0 ? [bare, ''] : [bare.slice(0, dash), bare.slice(dash + 1)];
  return stem(have) === stem(upstream) && (revision === undefined || revision === haveRevision);
}

/** Repacked sources carry a suffix that no service prints (`1.18.0+dfsg`). */
const stem = (version: string): string => version.split(/[+~]/, 1)[0] ?? version;
