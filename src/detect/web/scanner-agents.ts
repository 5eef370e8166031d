/** Tools that call themselves by name. Their authors make it easy to leave out, so its absence says nothing. */
const SCANNERS = /\b(?:sqlmap|nikto|nuclei|havij|acunetix|netsparker|invicti|w3af|wpscan|joomscan|cmsmap|dirbuster|dirb|gobuster|feroxbuster|ffuf|wfuzz|dirsearch|masscan|zgrab|zmeu|openvas|nessus|qualys\w{0,10}|arachni|skipfish|vega\/|burp\w{0,10}|owasp[- ]zap|zaproxy|zap\/|whatweb|nmap(?: scripting engine)?|jorgee|morfeus|muieblackcat|grabber\/|paros|webinspect|appscan|metasploit|commix|xsstrike|dalfox|jaeles|httpx\b(?=.{0,40}projectdiscovery)|projectdiscovery|fimap|bsqlbf|pangolin|sqlninja|absinthe|dotdotpwn|webshag|blackwidow|n-stealth|brutus|hydra|medusa|patator|l9explore|l9tcpid|leakix|hello[, ]world|mozi(?![a-z])|gh0st|libredtail|cve-20\d\d-\d{4,7}|interactsh|xray\/|goby\b|fscan|katana\/)/;

/** Name of the scanner an agent gives itself, lower case; null for anybody else. */
export function scannerIn(agent: string): string | null {
  const match = SCANNERS.exec(agent.slice(0, 512).toLowerCase());
  return match ? match[0] : null;
}

const CRAWLERS = /\b(?:googlebot|bingbot|slurp|duckduckbot|baiduspider|yandex(?:bot|images)?|applebot|facebookexternalhit|twitterbot|linkedinbot|semrushbot|ahrefsbot|mj12bot|dotbot|petalbot|seznambot|sogou|exabot|ia_archiver|archive\.org_bot|gptbot|claudebot|ccbot|bytespider|amazonbot|perplexitybot|mojeekbot|screaming frog|googleother|adsbot|feedfetcher|uptimerobot|pingdom|statuscake|site24x7|datadog|newrelic|zabbix|nagios|check_http|kube-probe|elb-healthchecker|googlehc|consul health|haproxy|w3c[-_]\w{1,20})/;

/** Whether an agent calls itself a crawler or a monitor. Anybody can: believe it only together with how it behaves. */
export const saysCrawler = (agent: string): boolean => CRAWLERS.test(agent.slice(0, 512).toLowerCase());
