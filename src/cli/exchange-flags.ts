import { Option } from 'commander';
import { exportFormats, importFormats, specVersions } from '../model/exchange.ts';

/** Flags of `rollcall registry import`. */
export function importFlags(): readonly Option[] {
  return [
    new Option('--from <format>', 'what the files are; by default that is seen in them').choices(importFormats),
    new Option('--repo <repo>', 'where agents live of which the file names no repository: github.com/acme/shop'),
    new Option('--path <folder>', 'their folder in that repository'),
    registryFlag(),
    new Option('--dry-run', 'print the entries and change nothing'),
  ];
}

/** Flags of `rollcall registry export`. */
export function exportFlags(): readonly Option[] {
  return [
    new Option('--to <format>', 'what to write').choices(exportFormats).makeOptionMandatory(),
    new Option('--spec-version <version>', 'version of CycloneDX').choices(specVersions).default('1.6'),
    registryFlag(),
    new Option('-o, --output <file>', 'where to write it; by default standard output'),
    new Option('--id <id>', 'one entry alone'),
  ];
}

function registryFlag(): Option {
  return new Option('--registry <place>', 'what --registry of scan takes; by default what stands in .rollcall');
}
