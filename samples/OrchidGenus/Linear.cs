using System;
using System.Numerics.Tensors;

namespace OrchidGenus;

/// <summary>A weight matrix and a bias.</summary>
internal sealed class Linear
{
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly float[] _weight;
    private readonly float[] _gradWeight;
    private readonly float[] _bias;
    private readonly float[] _gradBias;

    public Linear(int inputs, int outputs, Random random)
    {
        (_inputs, _outputs) = (inputs, outputs);
        _weight = Initial.Normal(outputs * inputs, Math.Sqrt(1.0 / inputs), random);
        _gradWeight = new float[_weight.Length];
        _bias = new float[outputs];
        _gradBias = new float[outputs];
    }

    public Parameter[] Parameters => [new(_weight, _gradWeight), new(_bias, _gradBias)];

    public float[] Forward(ReadOnlySpan<float> input, int count)
    {
        float[] output = new float[count * _outputs];
        for (int n = 0; n < count; n++)
        {
            for (int o = 0; o < _outputs; o++)
            {
                output[(n * _outputs) + o] = _bias[o] + TensorPrimitives.Dot(input.Slice(n * _inputs, _inputs), _weight.AsSpan(o * _inputs, _inputs));
            }
        }

        return output;
    }

    /// <summary>Adds to the gradients of weight and bias; the gradient of the input.</summary>
    public float[] Backward(ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, int count)
    {
        float[] gradInput = new float[count * _inputs];
        for (int n = 0; n < count; n++)
        {
            for (int o = 0; o < _outputs; o++)
            {
                float g = gradOutput[(n * _outputs) + o];
                _gradBias[o] += g;
                Add(input.Slice(n * _inputs, _inputs), g, _gradWeight.AsSpan(o * _inputs, _inputs));
                Add(_weight.AsSpan(o * _inputs, _inputs), g, gradInput.AsSpan(n * _inputs, _inputs));
            }
        }

        return gradInput;
    }

    private static void Add(ReadOnlySpan<float> x, float factor, Span<float> sum) => TensorPrimitives.FusedMultiplyAdd(x, factor, sum, sum);
}
