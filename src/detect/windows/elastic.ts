import type { Fields } from './values.ts';
import { firstText } from './values.ts';

/** What Elastic's own pipelines call the fields that they take out of the event's data. */
const NAMES: readonly (readonly [string, readonly string[]])[] = [
  ['Image', ['process.executable']], ['CommandLine', ['process.command_line']], ['OriginalFileName', ['process.pe.original_file_name']],
  ['Description', ['process.pe.description']], ['Product', ['process.pe.product']], ['Company', ['process.pe.company']],
  ['ParentImage', ['process.parent.executable']], ['ParentCommandLine', ['process.parent.command_line']],
  ['CurrentDirectory', ['process.working_directory']], ['ProcessId', ['process.pid']], ['ParentProcessId', ['process.parent.pid']],
  ['TargetFilename', ['file.path']], ['ImageLoaded', ['dll.path', 'file.path']], ['TargetObject', ['registry.path']],
  ['Details', ['registry.data.strings']], ['QueryName', ['dns.question.name']], ['PipeName', ['file.name']],
  ['SourceIp', ['source.ip']], ['SourcePort', ['source.port']], ['DestinationIp', ['destination.ip']],
  ['DestinationPort', ['destination.port']], ['DestinationHostname', ['destination.domain']], ['Protocol', ['network.transport']],
  ['User', ['user.name']], ['ScriptBlockText', ['powershell.file.script_block_text']],
];

export const elasticFields = (object: Fields): readonly (readonly [string, string])[] =>
  NAMES.flatMap(([name, paths]) => {
    const text = firstText(object, paths);
    return text === null ? [] : [[name, text] as const];
  });
