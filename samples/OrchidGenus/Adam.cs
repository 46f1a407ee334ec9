using System;
using System.Collections.Generic;
using System.Linq;

namespace OrchidGenus;

/// <summary>The optimizer of Kingma and Ba (2015), https://arxiv.org/abs/1412.6980.</summary>
internal sealed class Adam
{
    private const double Decay1 = 0.9;
    private const double Decay2 = 0.999;
    private const double Epsilon = 1e-8;

    private readonly double _rate;
    private readonly (Parameter Parameter, double[] First, double[] Second)[] _states;
    private int _steps;

    public Adam(IEnumerable<Parameter> parameters, double rate)
    {
        _rate = rate;
        _states = [.. parameters.Select(parameter => (parameter, new double[parameter.Value.Length], new double[parameter.Value.Length]))];
    }

    /// <summary>Moves every parameter against its gradient, and sets the gradient to zero.</summary>
    public void Step()
    {
        _steps++;
        double correction1 = 1 - Math.Pow(Decay1, _steps);
        double correction2 = 1 - Math.Pow(Decay2, _steps);
        foreach ((Parameter parameter, double[] first, double[] second) in _states)
        {
            Span<float> value = parameter.Value.Span;
            Span<float> gradient = parameter.Gradient.Span;
            for (int i = 0; i < value.Length; i++)
            {
                double g = gradient[i];
                first[i] = (Decay1 * first[i]) + ((1 - Decay1) * g);
                second[i] = (Decay2 * second[i]) + ((1 - Decay2) * g * g);
                value[i] -= (float)(_rate * (first[i] / correction1) / (Math.Sqrt(second[i] / correction2) + Epsilon));
            }

            gradient.Clear();
        }
    }
}
