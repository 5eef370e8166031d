import type { Event, WindowsEvent } from '../../domain/event.ts';
import type { SourceName } from './rule.ts';
import type { ReadField, Source } from './sources.ts';

/** A place in the event log: channel in lower case, and the numbers of the events; null is any. */
interface Place {
  readonly channel: string;
  readonly ids: readonly number[] | null;
  /** `EventType` of the record, where the number alone does not tell. */
  readonly types?: readonly string[];
  /** The rule's field names, where the record uses others. */
  readonly names?: Readonly<Record<string, (event: WindowsEvent) => string | null>>;
}

const SYSMON = 'microsoft-windows-sysmon/operational';
const sysmon = (...ids: readonly number[]): Place => ({ channel: SYSMON, ids });
const security = (id: number, names: NonNullable<Place['names']>): Place => ({ channel: 'security', ids: [id], names });
const field = (name: string) => (event: WindowsEvent): string | null => event.fields[name] ?? null;
const none = (): null => null;

const CREATED = security(4688, {
  Image: field('NewProcessName'), ParentImage: field('ParentProcessName'), User: field('SubjectUserName'),
  LogonId: field('SubjectLogonId'), ProcessId: field('NewProcessId'), ParentProcessId: field('ProcessId'),
});
/** The audit of the registry names keys as the kernel does. */
const HIVES = [['\\registry\\machine', 'HKLM'], ['\\registry\\user', 'HKU']] as const;
const REGISTRY_CHANGED = security(4657, {
  TargetObject: ({ fields }) => {
    const key = fields['ObjectName'] ?? '';
    const hive = HIVES.find(([kernel]) => key.toLowerCase().startsWith(kernel));
    return `${hive ? hive[1] + key.slice(hive[0].length) : key}\\${fields['ObjectValueName'] ?? ''}`;
  },
  Details: field('NewValue'), Image: field('ProcessName'), User: field('SubjectUserName'), EventType: () => 'SetValue',
});
const OUTBOUND = '%%14593';
const CONNECTED = security(5156, {
  Image: field('Application'), DestinationIp: field('DestAddress'), DestinationPort: field('DestPort'), SourceIp: field('SourceAddress'),
  Initiated: ({ fields }) => (fields['Direction'] === OUTBOUND ? 'true' : 'false'), DestinationHostname: none,
});

const CATEGORIES: Readonly<Record<string, readonly Place[]>> = {
  process_creation: [sysmon(1), CREATED],
  file_change: [sysmon(2)],
  network_connection: [sysmon(3), CONNECTED],
  sysmon_status: [sysmon(4, 16)],
  process_termination: [sysmon(5)],
  driver_load: [sysmon(6)],
  image_load: [sysmon(7)],
  create_remote_thread: [sysmon(8)],
  raw_access_thread: [sysmon(9)],
  process_access: [sysmon(10)],
  file_event: [sysmon(11)],
  registry_add: [{ ...sysmon(12), types: ['createkey'] }],
  registry_delete: [{ ...sysmon(12), types: ['deletekey', 'deletevalue'] }],
  registry_set: [sysmon(13), REGISTRY_CHANGED],
  registry_rename: [sysmon(14)],
  registry_event: [sysmon(12, 13, 14), REGISTRY_CHANGED],
  create_stream_hash: [sysmon(15)],
  pipe_created: [sysmon(17, 18)],
  wmi_event: [sysmon(19, 20, 21)],
  dns_query: [sysmon(22)],
  file_delete: [sysmon(23, 26)],
  clipboard_capture: [sysmon(24)],
  process_tampering: [sysmon(25)],
  file_block_executable: [sysmon(27)],
  file_block_shredding: [sysmon(28)],
  file_executable_detected: [sysmon(29)],
  sysmon_error: [sysmon(255)],
  ps_module: powershell(4103),
  ps_script: powershell(4104),
  ps_classic_start: [{ channel: 'windows powershell', ids: [400] }],
  ps_classic_provider_start: [{ channel: 'windows powershell', ids: [600] }],
  ps_classic_script: [{ channel: 'windows powershell', ids: [800] }],
  file_access: [{ channel: 'microsoft-windows-kernel-file/analytic', ids: [12] }],
  file_rename: [{ channel: 'microsoft-windows-kernel-file/analytic', ids: [19, 27] }],
};

function powershell(id: number): readonly Place[] {
  return ['microsoft-windows-powershell/operational', 'powershellcore/operational'].map((channel) => ({ channel, ids: [id] }));
}

/** Channels of each service, lower case. */
const SERVICES: Readonly<Record<string, readonly string[]>> = {
  security: ['security'],
  system: ['system'],
  application: ['application'],
  sysmon: [SYSMON],
  powershell: ['microsoft-windows-powershell/operational', 'powershellcore/operational'],
  'powershell-classic': ['windows powershell'],
  taskscheduler: ['microsoft-windows-taskscheduler/operational'],
  wmi: ['microsoft-windows-wmi-activity/operational'],
  windefend: ['microsoft-windows-windows defender/operational'],
  ntlm: ['microsoft-windows-ntlm/operational'],
  applocker: [
    'microsoft-windows-applocker/exe and dll', 'microsoft-windows-applocker/msi and script',
    'microsoft-windows-applocker/packaged app-deployment', 'microsoft-windows-applocker/packaged app-execution',
  ],
  'appmodel-runtime': ['microsoft-windows-appmodel-runtime/admin'],
  'appxdeployment-server': ['microsoft-windows-appxdeploymentserver/operational'],
  'appxpackaging-om': ['microsoft-windows-appxpackaging/operational'],
  'bits-client': ['microsoft-windows-bits-client/operational'],
  'bitlocker': ['microsoft-windows-bitlocker/bitlocker management'],
  capi2: ['microsoft-windows-capi2/operational'],
  'certificateservicesclient-lifecycle-system': ['microsoft-windows-certificateservicesclient-lifecycle-system/operational'],
  'codeintegrity-operational': ['microsoft-windows-codeintegrity/operational'],
  dhcp: ['microsoft-windows-dhcp-server/operational', 'microsoft-windows-dhcp server events/operational'],
  'diagnosis-scripted': ['microsoft-windows-diagnosis-scripted/operational'],
  'dns-client': ['microsoft-windows-dns client events/operational', 'microsoft-windows-dns-client/operational'],
  'dns-server': ['dns server'],
  'dns-server-analytic': ['microsoft-windows-dns-server/analytical'],
  'dns-server-audit': ['microsoft-windows-dns-server/audit'],
  'driver-framework': ['microsoft-windows-driverframeworks-usermode/operational'],
  'firewall-as': ['microsoft-windows-windows firewall with advanced security/firewall'],
  'hyper-v-worker': ['microsoft-windows-hyper-v-worker-admin', 'microsoft-windows-hyper-v-worker/admin'],
  'iis-configuration': ['microsoft-iis-configuration/operational', 'microsoft-iis-configuration/administrative'],
  'kernel-event-tracing': ['microsoft-windows-kernel-eventtracing/admin'],
  ldap: ['microsoft-windows-ldap-client/debug'],
  'lsa-server': ['microsoft-windows-lsa/operational'],
  'microsoft-servicebus-client': ['microsoft-servicebus-client', 'microsoft-servicebus-client/admin', 'microsoft-servicebus-client/operational'],
  'msexchange-management': ['msexchange management'],
  openssh: ['openssh/operational', 'openssh/admin'],
  'printservice-admin': ['microsoft-windows-printservice/admin'],
  'printservice-operational': ['microsoft-windows-printservice/operational'],
  'security-mitigations': ['microsoft-windows-security-mitigations/kernel mode', 'microsoft-windows-security-mitigations/user mode'],
  sense: ['microsoft-windows-sense/operational'],
  'shell-core': ['microsoft-windows-shell-core/operational'],
  'smbclient-connectivity': ['microsoft-windows-smbclient/connectivity'],
  'smbclient-security': ['microsoft-windows-smbclient/security'],
  'smbserver-connectivity': ['microsoft-windows-smbserver/connectivity'],
  'terminalservices-localsessionmanager': ['microsoft-windows-terminalservices-localsessionmanager/operational'],
  vhdmp: ['microsoft-windows-vhdmp/operational'],
};

export function windowsSource(name: SourceName): Source | null {
  const ofService = name.service === null ? null : SERVICES[name.service]?.map((channel): Place => ({ channel, ids: null }));
  const ofCategory = name.category === null ? null : CATEGORIES[name.category];
  if (ofService === undefined || ofCategory === undefined) return null;
  return sourceOfPlaces(`windows/${name.category ?? ''}/${name.service ?? ''}`, placesOf(ofService, ofCategory));
}

/** Null is every record of Windows. */
function placesOf(ofService: readonly Place[] | null, ofCategory: readonly Place[] | null): readonly Place[] | null {
  if (ofService === null) return ofCategory;
  if (ofCategory === null) return ofService;
  return ofCategory.filter(({ channel }) => ofService.some((place) => place.channel === channel));
}

function sourceOfPlaces(name: string, places: readonly Place[] | null): Source {
  const placeOf = (event: WindowsEvent): Place | null => {
    const channel = event.channel?.toLowerCase() ?? '';
    return places?.find((place) => place.channel === channel && (place.ids?.includes(event.eventId) ?? true)) ?? null;
  };
  const typed = places?.some(({ types }) => types !== undefined) ?? false;
  const renamed = places?.some(({ names }) => names !== undefined) ?? false;
  const inType = (event: WindowsEvent): boolean => {
    const types = placeOf(event)?.types;
    const type = event.fields['EventType'];
    return types === undefined || type === undefined || types.includes(type.toLowerCase());
  };
  // Sysmon's records, nearly all there are, have the names that rules use.
  const read: ReadField = (event, wanted) => {
    if (event.kind !== 'windows') return null;
    // Collectors write it with other bits above; the number alone is what rules ask for.
    if (wanted === 'EventID' || wanted === 'EventId') return String(event.eventId);
    const place = renamed && event.channel !== SYSMON_AS_WRITTEN ? placeOf(event) : null;
    return place?.names?.[wanted]?.(event) ?? event.fields[wanted] ?? envelopeField(event, wanted);
  };
  return {
    name, kinds: ['windows'], attempts: false, fixed: NUMBER_NAMES,
    mayHold: (event) => event.kind === 'windows' && (places === null || placeOf(event) !== null),
    holds: (event) => event.kind === 'windows' && (!typed || inType(event)),
    views: [read],
    values: (event) => (event.kind === 'windows' ? wordsOf(event) : []),
  };
}

/** Where each field has a name, the message only says them again. */
const NAMED_FIELDS = 12;
/** Too short for any keyword. */
const SHORTEST = 4;

function wordsOf({ fields, provider }: WindowsEvent): readonly string[] {
  const words: string[] = provider === null ? [] : [provider];
  let message: string | null = null;
  for (const name in fields) {
    const value = fields[name] ?? '';
    if (name === 'Message') message = value;
    else if (value.length >= SHORTEST) words.push(value);
  }
  if (message !== null && words.length < NAMED_FIELDS) words.push(message);
  return words;
}

/** Names of the event's number: events of one place agree in it. */
const NUMBER_NAMES = ['EventID', 'EventId'];
const SYSMON_AS_WRITTEN = 'Microsoft-Windows-Sysmon/Operational';

function envelopeField(event: WindowsEvent, name: string): string | null {
  switch (name) {
    case 'Channel': return event.channel;
    case 'Provider_Name': case 'ProviderName': case 'Provider': case 'Source': case 'SourceName': return event.provider;
    case 'Computer': case 'ComputerName': case 'Hostname': return event.host;
    default: return null;
  }
}

/** Windows events of one channel and number share their routes. */
export const placeKey = (event: Event): string =>
  (event.kind === 'windows' ? `${event.channel ?? ''} ${event.eventId}` : event.kind);
