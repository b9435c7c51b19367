// Package report measures rows of tables in turn, and writes what comes of it as
// Markdown into a document.
package report

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// Row is the samples of one thing that is compared.
type Row[S any] struct {
	Name    string
	Samples []S
	Err     error // why there are none
}

// Metric is one number of a sample.
type Metric[S any] func(*S) float64

// Values are those of a metric, in order of size.
func (r *Row[S]) Values(m Metric[S]) []float64 {
	values := make([]float64, len(r.Samples))
	for i := range r.Samples {
		values[i] = m(&r.Samples[i])
	}
	slices.Sort(values)
	return values
}

// Median is the middle value, of an even number the mean of the two in the middle.
func (r *Row[S]) Median(m Metric[S]) float64 {
	v := r.Values(m)
	if len(v) == 0 {
		return math.NaN()
	}
	return (v[(len(v)-1)/2] + v[len(v)/2]) / 2
}

// Spread is half the range of the values, as a share of the median.
func (r *Row[S]) Spread(m Metric[S]) float64 {
	v := r.Values(m)
	if len(v) == 0 {
		return math.NaN()
	}
	if v[len(v)-1] == v[0] {
		return 0
	}
	return (v[len(v)-1] - v[0]) / 2 / r.Median(m)
}

// Named finds a row that has samples; nil if there is none.
func Named[S any](rows []*Row[S], name string) *Row[S] {
	for _, row := range rows {
		if row.Name == name && len(row.Samples) > 0 {
			return row
		}
	}
	return nil
}

// Sampled are the rows that have samples.
func Sampled[S any](rows []*Row[S]) []*Row[S] {
	return slices.DeleteFunc(slices.Clone(rows), func(row *Row[S]) bool { return len(row.Samples) == 0 })
}

// Ahead is by how much a row is better than another: 2 is twice as much, or half as much
// where less is better. It is NaN if one of them was not measured.
func Ahead[S any](rows []*Row[S], name, other string, m Metric[S], less bool) float64 {
	a, b := Named(rows, name), Named(rows, other)
	if a == nil || b == nil {
		return math.NaN()
	}
	if less {
		a, b = b, a
	}
	return a.Median(m) / b.Median(m)
}

// Ranked are the rows that have samples, the best first.
func Ranked[S any](rows []*Row[S], m Metric[S], less bool) []*Row[S] {
	rows = Sampled(rows)
	slices.SortStableFunc(rows, func(a, b *Row[S]) int {
		if less {
			a, b = b, a
		}
		return cmp.Compare(b.Median(m), a.Median(m))
	})
	return rows
}

// interleave samples the rows in turn, n times: what slows the machine for a while then
// meets all of them. A row that fails keeps the error and no samples.
func interleave[S any](ctx context.Context, n int, rows []*Row[S], sample func(run int, name string) (S, error)) {
	for run := range n {
		for _, row := range rows {
			if row.Err != nil || ctx.Err() != nil {
				continue
			}
			s, err := sample(run+1, row.Name)
			if err != nil {
				row.Err, row.Samples = err, nil
				continue
			}
			row.Samples = append(row.Samples, s)
		}
	}
}
