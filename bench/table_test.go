//go:build linux

package main

import (
	"strings"
	"testing"
)

func TestTables(t *testing.T) {
	samples := func(of func(*sample, float64), values ...float64) []sample {
		list := make([]sample, len(values))
		for i, v := range values {
			of(&list[i], v)
		}
		return list
	}
	fast := func(s *sample, v float64) { s.Rate, s.CPU, s.Allocs = v, 1e9/v, 2 }
	for name, test := range map[string]struct {
		result result
		want   string
	}{
		"rates": {
			result{workloadNamed("64 B, 1000 in flight"), []*row{
				{Name: "raw", Samples: samples(fast, 12e6, 12.5e6, 11.5e6)},
				{Name: "unisocket", Samples: samples(fast, 8e6, 7.6e6, 8.4e6)},
				{Name: "gorilla", Samples: samples(fast, 200e3, 200e3, 200e3)},
				{Name: "nbio"},
			}}, `
### 64 B, 1000 in flight

| client | msgs/s | spread | × gorilla | of raw | CPU ns/msg | allocs/msg |
|---|---:|---:|---:|---:|---:|---:|
| raw | 12.00 M | ±4 % | 60.00× | 100 % | 83 (±4 %) | 2.0 |
| **unisocket** | 8.00 M | ±5 % | 40.00× | 67 % | 125 (±5 %) | 2.0 |
| gorilla | 200.0 k | ±0 % | 1.00× | 2 % | 5000 (±0 %) | 2.0 |

### Goals

| workload | goal | measured | met |
|---|---|---|---|
| 64 B, 1000 in flight | unisocket at least 30× gorilla | 40.00× | yes |
| 64 B, 1000 in flight | unisocket at least 60 % of raw | 67 % | yes |
| 64 B, 1000 in flight | unisocket at most 0 allocations a message | 2.00 allocations a message | **no** |
`,
		},
		"rates on a busy machine": {
			result{workloadNamed("server, 64 KiB, 8 in flight"), []*row{
				{Name: "gorilla", Samples: samples(func(s *sample, v float64) { s.Rate, s.CPU = v, 80e3 }, 10e3, 20e3, 30e3)},
				{Name: "unisocket", Samples: samples(func(s *sample, v float64) { s.Rate, s.CPU = v, 20e3 }, 10e3, 20e3, 30e3)},
			}}, `
### server, 64 KiB, 8 in flight

Ordered by processor time: rates varied by more than ±10 %, or other processes had more than 10 % of a processor.

| server | MB/s each way | spread | × gorilla | × gorilla, CPU | CPU ns/msg |
|---|---:|---:|---:|---:|---:|
| **unisocket** | 1311 | ±50 % | 1.00× | 4.00× | 20000 (±0 %) |
| gorilla | 1311 | ±50 % | 1.00× | 1.00× | 80000 (±0 %) |

### Goals

| workload | goal | measured | met |
|---|---|---|---|
| server, 64 KiB, 8 in flight | unisocket ahead of gorilla | 4.00× by processor time | yes |
`,
		},
		"latencies": {
			result{workloadNamed("ping-pong 32 B, one processor"), []*row{
				{Name: "raw", Samples: samples(func(s *sample, v float64) { s.P50, s.CPU = v, v }, 10e3)},
				{Name: "unisocket", Samples: samples(func(s *sample, v float64) { s.P50, s.CPU = v, v }, 20e3)},
			}}, `
### ping-pong 32 B, one processor

| client | p50 µs | spread | × gorilla | of raw | CPU ns/msg | allocs/msg |
|---|---:|---:|---:|---:|---:|---:|
| raw | 10.0 | ±0 % | – | 100 % | 10000 (±0 %) | 0.0 |
| **unisocket** | 20.0 | ±0 % | – | 50 % | 20000 (±0 %) | 0.0 |

### Goals

| workload | goal | measured | met |
|---|---|---|---|
| ping-pong 32 B, one processor | unisocket at least 95 % of raw | 50 % | **no** |
`,
		},
		"memory": {
			result{workloadNamed("memory, 10000 idle connections"), []*row{
				{Name: "gorilla", Samples: samples(func(s *sample, v float64) { s.Resident, s.Heap, s.Stack, s.Objects = v, 9e3, 4096, 15 }, 16e3)},
				{Name: "unisocket", Samples: samples(func(s *sample, v float64) { s.Resident, s.Heap, s.Stack, s.Objects = v, 200, 1, 4 }, 500)},
			}}, `
### memory, 10000 idle connections

| client | RSS B/conn | spread | × gorilla | heap B | stack B | heap objects |
|---|---:|---:|---:|---:|---:|---:|
| **unisocket** | 500 | ±0 % | 32.00× | 200 | 1 | 4 |
| gorilla | 16000 | ±0 % | 1.00× | 9000 | 4096 | 15 |

### Goals

| workload | goal | measured | met |
|---|---|---|---|
| memory, 10000 idle connections | unisocket at most 1024 B a connection | 500 B a connection | yes |
`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			var got strings.Builder
			writeTable(&got, &test.result)
			writeGoals(&got, []*result{&test.result})
			if want := strings.TrimPrefix(test.want, "\n") + "\n"; got.String() != want {
				t.Errorf("got\n%s\nwant\n%s", got.String(), want)
			}
		})
	}
}

func TestEveryGoalHasItsRows(t *testing.T) {
	for _, g := range goals {
		w := workloadNamed(g.workload)
		if w == nil {
			t.Errorf("there is no workload %q", g.workload)
			continue
		}
		have := map[string]bool{"": true}
		for _, name := range w.rows {
			have[name] = true
		}
		if !have[g.row] || !have[g.other] {
			t.Errorf("%s: %s: the workload does not have both", g.workload, g.text())
		}
	}
}
