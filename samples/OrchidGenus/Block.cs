using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;

namespace OrchidGenus;

/// <summary>Convolution, norm, and the positive part of it.</summary>
internal sealed class Block(int inputs, int outputs, int width, ISequenceNorm norm, Random random)
{
    private readonly Convolution _convolution = new(inputs, outputs, width, random);
    private float[] _input = [];
    private float[] _convolved = [];
    private float[] _output = [];

    public ISequenceNorm Norm => norm;

    public IEnumerable<Parameter> Parameters =>
        norm.Parameters.Select(parameter => new Parameter(parameter.Value, parameter.Gradient)).Prepend(_convolution.Parameter);

    public float[] Forward(float[] input, Batch batch)
    {
        int size = batch.Count * outputs * batch.Length;
        (_input, _convolved, _output) = (input, new float[size], new float[size]);
        _convolution.Forward(input, _convolved, batch.Count, batch.Length);
        norm.Forward(_convolved, batch.Mask, _output, batch.Count, outputs, batch.Length);
        TensorPrimitives.Max(_output, 0, _output);
        return _output;
    }

    /// <summary>Takes the gradient of the last output; gives that of its input if it is needed.</summary>
    public float[] Backward(float[] gradOutput, Batch batch, bool needsInput)
    {
        for (int i = 0; i < gradOutput.Length; i++)
        {
            gradOutput[i] = _output[i] > 0 ? gradOutput[i] : 0;
        }

        float[] gradConvolved = new float[_convolved.Length];
        norm.Backward(gradOutput, _convolved, batch.Mask, gradConvolved, batch.Count, outputs, batch.Length);
        float[] gradInput = needsInput ? new float[_input.Length] : [];
        _convolution.Backward(gradConvolved, _input, gradInput, batch.Count, batch.Length);
        return gradInput;
    }
}
