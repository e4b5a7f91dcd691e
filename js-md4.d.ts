declare module "js-md4" {
  const md4: {
    /** The only form that is JavaScript throughout: the others ask Node for a hash that OpenSSL 3 does not have. */
    arrayBuffer(message: Uint8Array): ArrayBuffer;
  };
  export = md4;
}
