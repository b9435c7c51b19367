// The metrics of a run in lines that a transcript can compare: counters and rates as they
// are, trends by their number of samples.
export function handleSummary(data) {
  const lines = []
  for (const name of Object.keys(data.metrics).sort()) {
    if (!/^(ws_|uni_|iterations$|checks|app_|data_)/.test(name)) continue
    const v = data.metrics[name].values
    if (name.startsWith('data_')) lines.push(`${name} ${v.count > 0 ? 'some' : 'none'}`)
    else if (v.count !== undefined) lines.push(`${name} ${v.count}`)
    else if (v.passes !== undefined) lines.push(`${name} ${v.passes}/${v.passes + v.fails}`)
    else lines.push(`${name} ${v.avg >= 0 ? 'measured' : 'nothing'}`)
  }
  return { stdout: lines.join('\n') + '\n' }
}
