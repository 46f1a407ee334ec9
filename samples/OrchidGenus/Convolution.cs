using System;
using System.Numerics.Tensors;

namespace OrchidGenus;

/// <summary>A convolution along the sequence, as long as its input, without bias (the norm behind it would take it away).</summary>
/// <remarks>
/// Every output element is a sum in one order: by channel, then by tap. All its additions are fused, in vectors and at their ends alike, and
/// zeros add nothing, so that zeros behind a sequence, however many, change no bit of the sequence's own outputs.
/// </remarks>
internal sealed class Convolution
{
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly int _width;
    private readonly float[] _weight;
    private readonly float[] _gradient;

    public Convolution(int inputs, int outputs, int width, Random random)
    {
        (_inputs, _outputs, _width) = (inputs, outputs, width);
        _weight = Initial.Normal(outputs * inputs * width, Math.Sqrt(2.0 / (inputs * width)), random);
        _gradient = new float[_weight.Length];
    }

    public Parameter Parameter => new(_weight, _gradient);

    /// <summary>Batch × inputs × length to batch × outputs × length.</summary>
    public void Forward(ReadOnlySpan<float> input, Span<float> output, int count, int length)
    {
        output.Clear();
        for (int n = 0; n < count; n++)
        {
            for (int o = 0; o < _outputs; o++)
            {
                Span<float> y = output.Slice(((n * _outputs) + o) * length, length);
                for (int i = 0; i < _inputs; i++)
                {
                    ReadOnlySpan<float> x = input.Slice(((n * _inputs) + i) * length, length);
                    for (int tap = 0; tap < _width; tap++)
                    {
                        (int from, int to, int overlap) = Shift(tap, length);
                        Span<float> part = y.Slice(to, overlap);
                        TensorPrimitives.FusedMultiplyAdd(x.Slice(from, overlap), Weight(o, i, tap), part, part);
                    }
                }
            }
        }
    }

    /// <summary>Adds to the weight's gradient, and writes the input's unless its memory is empty.</summary>
    public void Backward(ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, Span<float> gradInput, int count, int length)
    {
        gradInput.Clear();
        for (int n = 0; n < count; n++)
        {
            for (int i = 0; i < _inputs; i++)
            {
                ReadOnlySpan<float> x = input.Slice(((n * _inputs) + i) * length, length);
                Span<float> dx = gradInput.IsEmpty ? default : gradInput.Slice(((n * _inputs) + i) * length, length);
                for (int o = 0; o < _outputs; o++)
                {
                    ReadOnlySpan<float> dy = gradOutput.Slice(((n * _outputs) + o) * length, length);
                    for (int tap = 0; tap < _width; tap++)
                    {
                        (int from, int to, int overlap) = Shift(tap, length);
                        ReadOnlySpan<float> part = dy.Slice(to, overlap);
                        Gradient(o, i, tap) += TensorPrimitives.Dot(x.Slice(from, overlap), part);
                        if (!dx.IsEmpty)
                        {
                            Span<float> sum = dx.Slice(from, overlap);
                            TensorPrimitives.FusedMultiplyAdd(part, Weight(o, i, tap), sum, sum);
                        }
                    }
                }
            }
        }
    }

    // Where a tap's products begin in input and output, and how many there are.
    private (int From, int To, int Overlap) Shift(int tap, int length)
    {
        int shift = tap - (_width / 2);
        int overlap = Math.Max(0, length - Math.Abs(shift));
        return overlap == 0 ? (0, 0, 0) : (Math.Max(0, shift), Math.Max(0, -shift), overlap);
    }

    private float Weight(int output, int input, int tap) => _weight[(((output * _inputs) + input) * _width) + tap];

    private ref float Gradient(int output, int input, int tap) => ref _gradient[(((output * _inputs) + input) * _width) + tap];
}
