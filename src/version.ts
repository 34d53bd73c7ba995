declare const CLAWBACK_VERSION: string;

/** The version in package.json, put in when the program is built. */
export const version: string = typeof CLAWBACK_VERSION === 'string' ? CLAWBACK_VERSION : '0.0.0-source';
