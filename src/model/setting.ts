/** What a key of a configuration file sets. `provider`: its value names the vendor. */
export type SettingRole = 'model' | 'base-url' | 'key' | 'provider';

/** A key of a configuration. */
export interface SettingKey {
  /**
   * Where it stands, spelled as {@link SettingsRule.under} is. `*` is any segment, `**` any number of them, `{vendor}`
   * those of one of the vendors.
   */
  readonly at: readonly string[];
  readonly role: SettingRole;
}

/** Settings that code of a framework reads by itself, or that applications commonly give such a name. */
export interface SettingsRule {
  readonly rule: string;
  readonly framework: string | null;
  /** Pattern over repository paths. */
  readonly files: string;
  /** What all keys stand below, in small letters without `-` and `_`. */
  readonly under: readonly string[];
  /** What a vendor is called, and the provider that is meant; `null`: told by the model's name, or nobody in particular. */
  readonly vendors: readonly (readonly [name: readonly string[], provider: string | null])[];
  readonly keys: readonly SettingKey[];
  /** True where a framework reads them by itself: what is set up is reached. Else they are names that people commonly give. */
  readonly bound: boolean;
  /** True where a file with such settings is that of a model server or gateway, and not of code that asks one. */
  readonly serves: boolean;
}

/** A key as it is compared: frameworks take `apiKey`, `api-key` and `API_KEY` for one name. */
export function plainKey(key: string): string {
  return key.toLowerCase().replace(/[-_]/g, '');
}
