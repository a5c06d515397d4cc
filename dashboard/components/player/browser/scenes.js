// How the states of each kind of film become pictures. A function gets the states, and by name the traces of the figure
// as the server sent it (`trace(name)`, undefined if there is none). It returns `frame(i)`, the values of picture i:
// {name of a trace: {"path.of.attribute": value}}, the same traces and attributes in every frame; and, where there are
// clusters, `labels(i)` of the points, `centroids(i)` as a list of positions, and `shares(i, point)` if points are shared.
// Where there is a Your turn, `task(i, seed)` is what the reader is asked about picture i + 1, null if nothing. A curve has
// the `value(i)` that belongs to a picture.

import { batches } from "./scenes/batches.js";
import { clusters } from "./scenes/clusters.js";
import { colours } from "./scenes/colours.js";
import { cursor } from "./scenes/cursor.js";
import { curve } from "./scenes/curve.js";
import { picks } from "./scenes/picks.js";
import { soft } from "./scenes/soft.js";
import { starts } from "./scenes/starts.js";

export const scenes = { batches, clusters, colours, cursor, curve, picks, soft, starts };
