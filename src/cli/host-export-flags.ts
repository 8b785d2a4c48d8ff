import { Option } from 'commander';
import { hostExportFormats } from '../model/host-export.ts';

/** Flags of `rollcall rules export`. */
export function hostExportFlags(): readonly Option[] {
  return [
    new Option('--format <format>', 'what to write').choices(hostExportFormats).makeOptionMandatory(),
    new Option('--table <table>', 'kind of log that SQL is for: dns, events; for Athena route53, cloudtrail, events'),
    new Option('--rules <dir>', 'a folder of own rules, beside the built-in ones'),
    new Option('-o, --output <file>', 'where to write it; by default standard output'),
  ];
}
