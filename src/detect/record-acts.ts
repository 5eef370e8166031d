/** What is done to the records themselves, as parsers word it in `command` of a system event for the detectors. */
export const RECORD_ACTS = {
  auditOff: 'auditing switched off',
  ruleRemoved: 'audit rule removed',
  guardOff: 'mandatory access control switched off',
  overwritten: 'record written over',
} as const;

/** Other acts on the host that are told the same way. */
export const HOST_ACTS = {
  module: 'kernel module loaded',
  unsignedModule: 'kernel module without a valid signature loaded',
  promiscuous: 'network card set to listen to all traffic',
} as const;
