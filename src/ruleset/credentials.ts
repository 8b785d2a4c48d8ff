import type {
  CredentialRules,
  CredentialVariable,
  Federation,
  LoginAction,
  LoginFile,
  OfflineScope,
  ServiceRule,
} from '../model/credential.ts';
import type { CredentialFile } from './credential-schema.ts';

type ServiceFile = CredentialFile['services'][number];

/** What all files know of credentials, in the form that it is looked up in. */
export function credentialRules(files: readonly CredentialFile[]): CredentialRules {
  const services = files.flatMap((file) => file.services.map((one) => ({ one, service: serviceRule(one) })));
  return {
    variables: new Map(services.flatMap(variables)),
    logins: new Map(services.flatMap(logins)),
    scopes: services.flatMap(scopes),
    files: services.flatMap(homes),
    commands: services.flatMap(({ one, service }) => one.commands.map((line) => ({ service, line }))),
    federations: new Map(services.flatMap(({ one }) => federations(one))),
  };
}

interface Both {
  readonly one: ServiceFile;
  readonly service: ServiceRule;
}

function serviceRule({ id, federation, channel, machines, ...file }: ServiceFile): ServiceRule {
  const { name, kind, opens, images } = file;
  const federates = federation !== undefined;
  return { rule: id, name, kind, opens, federates, channel: channel ?? null, images, machines: machines ?? null };
}

function variables({ one, service }: Both): [string, CredentialVariable][] {
  return one.variables.map((variable) => {
    const plain = { url: false, exact: false, federated: false };
    const { name, ...rest } = typeof variable === 'string' ? { name: variable, ...plain } : variable;
    return [name, { service, ...rest }];
  });
}

function logins({ one, service }: Both): [string, LoginAction][] {
  return one.logins.map((login) => [
    login.name.toLowerCase(),
    { service, federated: login.federated, static: login.static, off: login.off },
  ]);
}

function scopes({ one, service }: Both): OfflineScope[] {
  return one.scopes.map(({ name, value }) => ({ service, name: name ?? null, value }));
}

function homes({ one, service }: Both): LoginFile[] {
  return one.files.map((file) => ({ service, path: file.slice('~/'.length) }));
}

function federations({ id, federation }: ServiceFile): [string, Federation][] {
  if (!federation) return [];
  const { providers, instead, identity } = federation;
  return providers.map((provider) => [provider, { rule: id, instead, identity }]);
}
