import { z } from 'zod';
import { BaselineFile } from '../cli/baseline-schema.ts';
import { ConfigFile } from '../cli/config-schema.ts';
import { RegistryFile } from '../registry/schema.ts';
import { ReportJson } from '../report/schema.ts';
import { CredentialFile } from '../ruleset/credential-schema.ts';
import { CallerFile, LogFile, WrapperFile } from '../ruleset/log-schema.ts';
import { ProcessFile } from '../ruleset/process-schema.ts';
import { CheckFile, FrameworkFile, PlaceholderFile, ProviderFile, SdkFile, ServiceFile } from '../ruleset/schema.ts';

/** What people write is described as they may write it, what rollcall writes as it is written. */
const documents = {
  config: { schema: ConfigFile, title: 'rollcall configuration', io: 'input' },
  baseline: { schema: BaselineFile, title: 'rollcall baseline of accepted findings', io: 'input' },
  registry: { schema: RegistryFile, title: 'rollcall registry of approved agents', io: 'input' },
  provider: { schema: ProviderFile, title: 'rollcall provider rule', io: 'input' },
  sdk: { schema: SdkFile, title: 'rollcall SDK rule', io: 'input' },
  framework: { schema: FrameworkFile, title: 'rollcall framework rule', io: 'input' },
  service: { schema: ServiceFile, title: 'rollcall rule of a service that agents use', io: 'input' },
  placeholders: { schema: PlaceholderFile, title: 'rollcall placeholders of keys', io: 'input' },
  processes: { schema: ProcessFile, title: 'rollcall rule of running processes', io: 'input' },
  credential: { schema: CredentialFile, title: 'rollcall rule of credentials', io: 'input' },
  log: { schema: LogFile, title: 'rollcall log format', io: 'input' },
  wrapper: { schema: WrapperFile, title: 'rollcall wrapper of log lines', io: 'input' },
  callers: { schema: CallerFile, title: 'rollcall paths and user agents of callers', io: 'input' },
  check: { schema: CheckFile, title: 'rollcall check', io: 'input' },
  report: { schema: ReportJson, title: 'rollcall report', io: 'output' },
} as const;

/** Every published JSON Schema as the text of its file, by name. */
export function schemas(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(documents).map(([name, { schema, title, io }]) => {
      const { $schema, ...rest } = z.toJSONSchema(schema, { io, target: 'draft-2020-12', reused: 'ref' });
      return [name, `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`];
    }),
  );
}
