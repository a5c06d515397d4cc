// What the server sends, unpacked.

const TYPES = { f4: Float32Array, f8: Float64Array, i1: Int8Array, i2: Int16Array, i4: Int32Array, u1: Uint8Array, u2: Uint16Array, u4: Uint32Array };

// Unpack the text that states.py made: JSON, in which {bytes: 12, type: "f4"} stands for the next 12 of the bytes that
// follow it, as a typed array.
export async function inflate(text) {
  const sent = new Blob([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))]);
  const buffer = await new Response(sent.stream().pipeThrough(new DecompressionStream("deflate"))).arrayBuffer();
  const length = new DataView(buffer).getUint32(0, true);
  let offset = 4 + length;
  return JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)), (_, value) => {
    if (value?.bytes === undefined) return value;
    return new TYPES[value.type](buffer.slice(offset, (offset += value.bytes)));
  });
}

// Return the labels of all points in each state, from the first ones and what changes from one state to the next.
export function labelStates({ first, counts, rows, to }) {
  const states = [first];
  let done = 0;
  for (const count of counts) {
    const labels = states.at(-1).slice();
    for (const end = done + count; done < end; done++) labels[rows[done]] = to[done];
    states.push(labels);
  }
  return states;
}

// Return the `k` rows, each of `d` values, that start at row `from` of a flat array.
export const rowsAt = (flat, from, k, d) => Array.from({ length: k }, (_, j) => flat.subarray((from + j) * d, (from + j + 1) * d));

// Return the numbers whose differences are given.
export function sumsSoFar(differences) {
  let sum = 0;
  return differences.map((difference) => (sum += difference));
}
