//go:build linux

package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/unisocket/uni/bench/internal/report"
)

// named finds a workload.
func named(t *testing.T, name string) *workload {
	t.Helper()
	i := slices.IndexFunc(workloads, func(w *workload) bool { return w.name == name })
	if i < 0 {
		t.Fatalf("there is no workload %q", name)
	}
	return workloads[i]
}

func TestTables(t *testing.T) {
	fast := func(rates ...float64) (list []sample) {
		for _, rate := range rates {
			list = append(list, sample{figures: figures{Rate: rate, CPU: 1e9 / rate, ServerCPU: 500}, Peak: 32 << 20})
		}
		return list
	}
	trips := func(p50 float64) []sample {
		return []sample{{figures: figures{P50: p50, P99: 2 * p50, CPU: p50, ServerCPU: 500, Others: 0.25}, Peak: 32 << 20}}
	}
	users := func(rate, perUser float64) []sample {
		return []sample{{figures: figures{Rate: rate, CPU: 1e9 / rate}, Peak: 200 << 20, PerUser: perUser, Connecting: 15e6}}
	}
	for name, test := range map[string]struct {
		result result
		want   string
	}{
		"rates": {result{w: named(t, merged), rows: []*row{
			{Name: uniClient, Samples: fast(400e3, 360e3, 440e3)},
			{Name: "Node, ws", Samples: fast(100e3, 100e3, 100e3)},
			{Name: "Deno", Samples: fast(250e3, 240e3, 260e3)},
			{Name: "k6"},
		}}, `
### 64 B, echoes of a read merged

| client | msgs/s | spread | × best of the others | CPU µs/msg | server µs/msg | peak MiB |
|---|---:|---:|---:|---:|---:|---:|
| **unisocket** | 400.0 k | ±10 % | 1.60× | 2.50 (±10 %) | 0.50 | 32 |
| Deno | 250.0 k | ±4 % | 1.00× | 4.00 (±4 %) | 0.50 | 32 |
| Node, ws | 100.0 k | ±0 % | 0.40× | 10.00 (±0 %) | 0.50 | 32 |

### Goals

Level is at least 0.95 times as fast.

| workload | goal | measured | met |
|---|---|---|---|
| 64 B, echoes of a read merged | unisocket at least 1.5× the best of the others | 1.60× Deno | yes |
`},
		"round trips on a busy machine": {result{w: named(t, trip), rows: []*row{
			{Name: "unisocket, WebSocket", Samples: trips(30e3)},
			{Name: uniClient, Samples: trips(25e3)},
			{Name: "Bun", Samples: trips(20e3)},
		}}, `
### ping-pong 64 B

Other processes had up to 25 % of the machine meanwhile.

| client | p50 µs | spread | p99 µs | × best of the others | CPU µs/trip | server µs/trip | peak MiB |
|---|---:|---:|---:|---:|---:|---:|---:|
| Bun | 20.0 | ±0 % | 40.0 | 1.00× | 20.00 (±0 %) | 0.50 | 32 |
| **unisocket** | 25.0 | ±0 % | 50.0 | 0.80× | 25.00 (±0 %) | 0.50 | 32 |
| **unisocket, WebSocket** | 30.0 | ±0 % | 60.0 | 0.67× | 30.00 (±0 %) | 0.50 | 32 |

### Goals

Level is at least 0.95 times as fast.

| workload | goal | measured | met |
|---|---|---|---|
| ping-pong 64 B | unisocket level with the best of the others | 0.80× Bun | **no** |
`},
		"a rival that is not the best": {result{w: named(t, jsonEach), rows: []*row{
			{Name: "Deno", Samples: fast(200e3)},
			{Name: "Node, ws", Samples: fast(100e3)},
			{Name: uniClient, Samples: fast(96e3)},
		}}, `
### JSON, each echo written by itself

| client | msgs/s | spread | × best of the others | CPU µs/msg | server µs/msg | peak MiB |
|---|---:|---:|---:|---:|---:|---:|
| Deno | 200.0 k | ±0 % | 1.00× | 5.00 (±0 %) | 0.50 | 32 |
| Node, ws | 100.0 k | ±0 % | 0.50× | 10.00 (±0 %) | 0.50 | 32 |
| **unisocket** | 96.0 k | ±0 % | 0.48× | 10.42 (±0 %) | 0.50 | 32 |

### Goals

Level is at least 0.95 times as fast.

| workload | goal | measured | met |
|---|---|---|---|
| JSON, each echo written by itself | unisocket level with Node, ws | 0.96× Node, ws | yes |
`},
		"k6 with uni in it and k6": {result{w: named(t, each), rows: []*row{
			{Name: "k6", Samples: fast(50e3)},
			{Name: "unisocket-k6", Samples: fast(320e3)},
			{Name: "unisocket-k6, bundle", Samples: fast(240e3)},
		}}, `
### 64 B, each echo written by itself

| client | msgs/s | spread | × best of the others | CPU µs/msg | server µs/msg | peak MiB |
|---|---:|---:|---:|---:|---:|---:|
| **unisocket-k6** | 320.0 k | ±0 % | 6.40× | 3.12 (±0 %) | 0.50 | 32 |
| **unisocket-k6, bundle** | 240.0 k | ±0 % | 4.80× | 4.17 (±0 %) | 0.50 | 32 |
| k6 | 50.0 k | ±0 % | 1.00× | 20.00 (±0 %) | 0.50 | 32 |

### Goals

Level is at least 0.95 times as fast.

| workload | goal | measured | met |
|---|---|---|---|
| 64 B, each echo written by itself | unisocket-k6 at least 6× k6 | 6.40× k6 | yes |
| 64 B, each echo written by itself | unisocket-k6 at most 0.2× k6 in processor time a message | 0.16× k6 | yes |
| 64 B, each echo written by itself | unisocket-k6, bundle at least 6× k6 | 4.80× k6 | **no** |
| 64 B, each echo written by itself | unisocket-k6, bundle at most 0.2× k6 in processor time a message | 0.21× k6 | **no** |
`},
		"virtual users": {result{w: named(t, users1000), rows: []*row{
			{Name: "k6, no sockets", Samples: []sample{{Peak: 150 << 20, PerUser: 110 << 10}}},
			{Name: "unisocket-k6", Samples: users(8e3, 176<<10)},
			{Name: "k6", Samples: users(4e3, 160<<10)},
		}}, `
### 1,000 virtual users

| client | connections/s | spread | × best of the others | p95 connecting ms | KiB/user | spread | CPU µs/connection | peak MiB |
|---|---:|---:|---:|---:|---:|---:|---:|---:|
| **unisocket-k6** | 8.0 k | ±0 % | 2.00× | 15.0 | 176.0 | ±0 % | 125 | 200 |
| k6 | 4.0 k | ±0 % | 1.00× | 15.0 | 160.0 | ±0 % | 250 | 200 |
| k6, no sockets | – | – | – | – | 110.0 | ±0 % | – | 150 |

### Goals

Level is at least 0.95 times as fast.

| workload | goal | measured | met |
|---|---|---|---|
| 1,000 virtual users | unisocket-k6 at most 1× k6 in memory of a virtual user | 1.10× k6 | **no** |
`},
	} {
		t.Run(name, func(t *testing.T) {
			var got strings.Builder
			writeTable(&got, &test.result)
			writeGoals(&got, judge([]*result{&test.result}))
			if want := strings.TrimPrefix(test.want, "\n") + "\n"; got.String() != want {
				t.Errorf("got\n%s\nwant\n%s", got.String(), want)
			}
		})
	}
}

func TestEveryWorkloadHasAGoal(t *testing.T) {
	for _, w := range workloads {
		if !slices.ContainsFunc(goals, func(g goal) bool { return g.workload == w.name }) {
			t.Errorf("%s has none", w.name)
		}
	}
	for _, g := range goals {
		named(t, g.workload)
		if g.rival != "" && clientNamed(g.rival) == nil {
			t.Errorf("%s: there is no client %q", g.text(), g.rival)
		}
	}
}

func TestARowThatWasNotMeasuredHasNoGoal(t *testing.T) {
	r := &result{w: named(t, merged), rows: []*row{{Name: uniClient}, {Name: "Bun", Samples: []sample{{}}}}}
	if judged := judge([]*result{r}); len(judged) > 0 || report.Named(r.rows, uniClient) != nil {
		t.Errorf("judged %+v", judged)
	}
}
