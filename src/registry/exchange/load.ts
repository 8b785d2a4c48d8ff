/** Import and export, loaded when they are asked for: no scan pays for their parsers. */
export function loadExchange() {
  return import('./index.ts');
}
