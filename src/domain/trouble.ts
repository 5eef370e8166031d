/**
 * Trouble of the world that nothing here can mend: a full disk, a folder that may not be written to, a store of a newer
 * version. Flies to the top and is told there in one line, without a stack; anything else that is thrown is a defect.
 */
export class Trouble extends Error {
  override readonly name = 'Trouble';
}
