/** The name of an image as images are compared: without its registry's default, tag and digest, in lower case. */
export function imageName(image: string): string {
  const bare = image.replace(/@sha256:[0-9a-f]{64}$/, '').replace(/:\w[\w.-]{0,127}$/, '');
  return bare
    .replace(/^(?:index\.)?docker\.io\//, '')
    .replace(/^library\//, '')
    .toLowerCase();
}
