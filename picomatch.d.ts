declare module "picomatch" {
  /** @returns whether a text matches the glob. */
  function picomatch(glob: string, options: { readonly dot?: boolean }): (text: string) => boolean;
  export = picomatch;
}
