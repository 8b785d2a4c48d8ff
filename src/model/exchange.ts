/** Catalogues that agents are imported from. */
export const importFormats = ['a2a', 'backstage', 'csv', 'entra', 'aws', 'mcp'] as const;
export type ImportFormat = (typeof importFormats)[number];

/** Catalogues that a registry is exported to. */
export const exportFormats = ['cyclonedx', 'backstage', 'csv', 'a2a'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Versions of CycloneDX that are written. */
export const specVersions = ['1.6', '1.7'] as const;
export type SpecVersion = (typeof specVersions)[number];
