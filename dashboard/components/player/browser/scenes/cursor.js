// A line that marks which of the values along the x axis is on the screen.
export const cursor = () => ({ frame: (i) => ({ now: { x: Float32Array.of(i, i) } }) });
