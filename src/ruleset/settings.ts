import { plainKey, type SettingRole, type SettingsRule } from '../model/setting.ts';
import type { SettingsFile } from './setting-schema.ts';

/** The settings of a rule file, their paths taken apart. */
export function settingsRules(
  rule: string,
  framework: string | null,
  settings: readonly SettingsFile[],
): SettingsRule[] {
  return settings.map(({ files, under, vendors, keys, bound, serves }) => ({
    rule,
    framework,
    files,
    under: segments(under),
    vendors: Object.entries(vendors)
      .map(([name, provider]) => [segments(name), provider] as const)
      .sort(([a], [b]) => b.length - a.length),
    bound,
    serves,
    keys: roles.flatMap((role) => keys[role].map((at) => ({ at: segments(at), role }))),
  }));
}

const roles = ['model', 'base-url', 'key', 'provider'] as const satisfies readonly SettingRole[];

function segments(path: string): string[] {
  return path === '' ? [] : path.split('.').map(plainKey);
}
