// What an app for one-time codes does (RFC 6238, RFC 4226).
import { createHmac } from 'node:crypto';

const STEP_MS = 30_000;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function bytesOf(base32) {
  let bits = 0n;
  for (const letter of base32) bits = bits * 32n + BigInt(LETTERS.indexOf(letter));
  const bytes = Buffer.alloc(Math.floor((base32.length * 5) / 8));
  bits >>= BigInt((base32.length * 5) % 8);
  for (let i = bytes.length - 1; i >= 0; i -= 1) {
    bytes[i] = Number(bits & 255n);
    bits >>= 8n;
  }
  return bytes;
}

function codeOf(secret, step) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', bytesOf(secret)).update(counter).digest();
  const at = digest[digest.length - 1] & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/**
 * One person's app. A code serves once, and only those near the present are taken: two can be had at
 * once, that of now and the next.
 */
export class CodeApp {
  #secret;
  #last = 0;

  constructor(secret) {
    this.#secret = secret;
  }

  next() {
    const now = Math.floor(Date.now() / STEP_MS);
    const step = Math.max(now, this.#last + 1);
    if (step > now + 1) throw new Error('this person has used both codes that there are at present');
    this.#last = step;
    return codeOf(this.#secret, step);
  }
}
