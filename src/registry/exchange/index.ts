/** All that exchanges agents with other catalogues. */

export { loadExporter } from './exports/index.ts';
export { importAgents, namedPlace, registryText } from './import.ts';
