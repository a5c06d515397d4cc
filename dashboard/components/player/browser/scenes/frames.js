// A film whose frames the server has made, each packed as what differs from the one before it.

const ARRAYS = { f4: Float32Array, i1: Int8Array, i2: Int16Array, i4: Int32Array, u1: Uint8Array, u2: Uint16Array, u4: Uint32Array };

export function frames({ packed, names }) {
  let before = {};
  const unpacked = packed.map((changes) => {
    const frame = Object.fromEntries(Object.entries(before).map(([name, values]) => [name, { ...values }]));
    for (const [trace, path, value] of changes) {
      frame[names[trace]] ??= {};
      frame[names[trace]][path] = unpack(value, before[names[trace]]?.[path]);
    }
    return (before = frame);
  });
  return { frame: (i) => unpacked[i] };
}

function unpack(value, before) {
  if (value === null || typeof value !== "object" || !("t" in value)) return value;
  const sent = new ARRAYS[value.t](value.a ?? value.v);
  const values = value.of ? Float32Array.from(sent, (part) => part / value.of) : sent;
  let after = values;
  if ("i" in value) {
    const places = value.w === 2 ? new Uint16Array(value.i) : new Uint32Array(value.i);
    after = (before.flat ?? before).slice();
    places.forEach((place, i) => (after[place] = values[i]));
  }
  return value.row ? table(after, value.row) : after;
}

// The rows of a table, as Plotly takes it, with all its values in `flat` for the next change.
function table(flat, width) {
  const rows = Array.from({ length: flat.length / width }, (_, row) => flat.subarray(row * width, (row + 1) * width));
  return Object.assign(rows, { flat });
}
