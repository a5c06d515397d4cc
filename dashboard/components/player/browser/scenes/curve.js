// A curve that grows with the film: no picture shows what comes later. `first` is the picture of its first value.
export function curve({ first, x, y }) {
  const frame = (i) => {
    const now = i - first;
    return {
      "so far": { y: y.map((value, at) => (at <= now ? value : NaN)) },
      now: { x: Float32Array.of(x[now] ?? NaN), y: Float64Array.of(y[now] ?? NaN) },
    };
  };
  return { frame, value: (i) => y[i - first] };
}
