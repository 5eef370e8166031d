/** Names every scanner tries: many strangers guessing them at once is weather, not one attacker with many addresses. */
const GUESSED_BY_ALL = new Set([
  'root', 'admin', 'administrator', 'user', 'test', 'guest', 'oracle', 'postgres', 'mysql', 'ubuntu', 'debian',
  'centos', 'ec2-user', 'pi', 'ftp', 'ftpuser', 'support', 'nagios', 'hadoop', 'vagrant', 'default',
]);
export const isGuessedByAll = (user: string): boolean => GUESSED_BY_ALL.has(user);

/** Accounts services run as: a person does not work under them, so what they do by sudo or su was not typed by one. */
const SERVICES = new Set([
  'www-data', 'apache', 'apache2', 'httpd', 'nginx', 'http', 'www', 'nobody', 'daemon', 'bin', 'mail', 'news', 'uucp',
  'proxy', 'games', 'lp', 'mysql', 'mariadb', 'postgres', 'redis', 'mongodb', 'tomcat', 'tomcat8', 'tomcat9', 'jetty',
  'wildfly', 'jboss', 'solr', 'elasticsearch', 'php-fpm', 'php', 'ftp', 'vsftpd', 'named', 'bind', 'postfix', 'exim',
  'dovecot', 'memcache', 'memcached', 'rabbitmq', 'kafka', 'wordpress', 'drupal', 'joomla', 'grafana', 'gitea',
  'confluence', 'jira', 'squid', 'node',
]);
export const isServiceAccount = (user: string): boolean => SERVICES.has(user);

/** Groups whose members are root, or one command from it. */
const ADMIN_GROUPS = new Set([
  'root', 'sudo', 'wheel', 'admin', 'adm', 'docker', 'lxd', 'lxc', 'shadow', 'disk', 'libvirt', 'kvm', 'sudoers',
  'staff', 'podman', 'systemd-journal',
]);
/** Of those, the ones that are as good as root by themselves. */
const ROOT_GROUPS = new Set(['root', 'sudo', 'wheel', 'admin', 'docker', 'lxd', 'lxc', 'disk', 'shadow', 'sudoers']);
export const isAdminGroup = (group: string): boolean => ADMIN_GROUPS.has(group);
export const isRootGroup = (group: string): boolean => ROOT_GROUPS.has(group);

/** First id of people's accounts on the common systems. */
const FIRST_PERSON = 1_000;
export const isSystemUid = (uid: number | null): boolean => uid !== null && uid < FIRST_PERSON && uid !== 0;
export const isNoLogin = (shell: string | null): boolean =>
  shell !== null && /\/(?:nologin|false|sync|halt|shutdown)$/.test(shell);
