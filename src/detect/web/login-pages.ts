/** Where people log in, as the common applications call it. */
const LOGIN = /\/(?:wp-login\.php|xmlrpc\.php|administrator\/index\.php|user\/login|users?\/sign[_-]?in|j_security_check|j_spring_security_check|oauth\/token|connect\/token|token|api\/.{0,60}(?:login|auth|session|token|signin)\w{0,12}|(?:[\w.-]{0,60}[_/-])?(?:log[_-]?in|sign[_-]?in|log[_-]?on|auth(?:enticate|entication)?|sessions?|dologin|logincheck)(?:\.(?:php\d?|aspx?|jsp|do|action|html?|cgi|json))?)\/?$/;

/** Whether a POST to this path is an attempt to log in. */
export const isLoginPath = (path: string): boolean => path.length < 256 && LOGIN.test(path.toLowerCase());
