const head = Buffer.from('version https://git-lfs.github.com/spec/');
const asset =
  /\.(?:png|jpe?g|gif|webp|bmp|tiff?|ico|psd|ai|svgz|mp[34]|m4[av]|mov|avi|mkv|webm|wav|flac|ogg|ttf|otf|woff2?|pdf|zip|gz|tgz|xz|zst|7z|jar|exe|dll|so|dylib|bin|dat|onnx|pt|pth|ckpt|gguf|safetensors|h5|pb|tflite|npy|npz|parquet|fbx|glb|blend|uasset)$/i;

/** Whether bytes are a Git LFS pointer: a few lines in place of a file that is kept elsewhere. */
export function isPointer(bytes: Buffer): boolean {
  return bytes[0] === head[0] && bytes.length < 1024 && bytes.subarray(0, head.length).equals(head);
}

/** Whether a path is that of media, a model or another binary, in which nothing is looked for by reading. */
export function isAsset(path: string): boolean {
  return asset.test(path);
}
