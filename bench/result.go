//go:build linux

package main

import (
	"slices"

	"github.com/unisocket/uni/bench/internal/report"
)

// A rate says less than the processor time a message took, which a busy machine
// disturbs less, where it varies by so much, or where other processes had so much of
// the client's processor.
const (
	noisySpread = 0.10
	noisyOthers = 0.10
)

// result is what a workload gave.
type result struct {
	w    *workload
	rows []*row
}

// row is the runs of one client or server.
type row = report.Row[sample]

// metric is one number of a sample.
type metric = report.Metric[sample]

func rateOf(s *sample) float64     { return s.Rate }
func p50Of(s *sample) float64      { return s.P50 }
func cpuOf(s *sample) float64      { return s.CPU }
func allocsOf(s *sample) float64   { return s.Allocs }
func othersOf(s *sample) float64   { return s.Others }
func residentOf(s *sample) float64 { return s.Resident }
func heapOf(s *sample) float64     { return s.Heap }
func stackOf(s *sample) float64    { return s.Stack }
func objectsOf(s *sample) float64  { return s.Objects }

// row finds a row that has samples; nil if there is none.
func (r *result) row(name string) *row { return report.Named(r.rows, name) }

// score is the number that a kind of workload is about, and whether less is better.
func (k kind) score() (m metric, less bool) {
	switch k {
	case latency:
		return p50Of, true
	case memory:
		return residentOf, true
	}
	return rateOf, false
}

// noisy reports whether the rates of these rows are not to be relied on.
func (r *result) noisy(rows ...*row) bool {
	m, less := r.w.kind.score()
	return !less && slices.ContainsFunc(rows, func(row *row) bool {
		return row.Spread(m) > noisySpread || row.Median(othersOf) > noisyOthers
	})
}

// yardstick is the number to compare these rows by, and whether less is better.
func (r *result) yardstick(rows ...*row) (m metric, less bool) {
	if r.noisy(rows...) {
		return cpuOf, true
	}
	return r.w.kind.score()
}

// ranked are the rows with samples, the best first.
func (r *result) ranked() []*row {
	m, less := r.yardstick(r.rows...)
	return report.Ranked(r.rows, m, less)
}
