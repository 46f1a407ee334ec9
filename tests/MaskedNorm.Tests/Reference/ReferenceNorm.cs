using System;
using System.Linq;
using MaskedNorm.Tests.Harness;

namespace MaskedNorm.Tests.Reference;

/// <summary>Masked normalization in float64, written straight from its formulas.</summary>
/// <remarks>
/// mean = Σ x / n, S = Σ (x − mean)², var = S / d, r = 1 / √(var + ε), x̂ = (x − mean)·r, y = γ·x̂ + β,
/// all sums over the valid elements of one selection.
/// </remarks>
internal sealed class ReferenceNorm
{
    /// <summary>
    /// A sum is rounded to parts of its absolute terms, however little is left of them: float, which is allowed 1e-5 of a scale, to 1e-5 / 32,
    /// that is about 5·2⁻²⁴.
    /// </summary>
    private const double RoundingOfSums = 1.0 / 32;

    private readonly NormCase _case;
    private readonly Declaration _declaration;
    private readonly int _positions;
    private readonly bool[] _valid;
    private readonly int[] _selection;
    private readonly int[] _weightIndex;
    private readonly long[] _count;
    private readonly double[] _mean;
    private readonly double[] _squares;
    private readonly double[] _variance;
    private readonly double[] _scale;
    private readonly bool[] _degenerate;

    /// <param name="norm">The case.</param>
    /// <param name="readsStatistics">Whether mean and variance are those of the case instead of the data's.</param>
    private ReferenceNorm(NormCase norm, bool readsStatistics)
    {
        _case = norm;
        _declaration = norm.Declaration;
        var geometry = new Geometry(norm.Extents);
        _positions = geometry.Count;
        _valid = norm.Valid();
        _selection = geometry.Map(_declaration.KeptAxes);
        _weightIndex = _declaration.Affine ? geometry.Map(_declaration.WeightAxes) : new int[_positions];
        int selections = geometry.CountOf(_declaration.KeptAxes);
        _count = new long[selections];
        _mean = new double[selections];
        _squares = new double[selections];
        _variance = new double[selections];
        _scale = new double[selections];
        _degenerate = new bool[selections];
        ComputeStatistics(readsStatistics);
    }

    private bool IsRms => _declaration.Kind == NormKind.Rms;

    private bool IsGiven => _declaration.Statistics == Statistics.Given;

    /// <summary>Output and statistics.</summary>
    public static NormResult Forward(NormCase norm) => new ReferenceNorm(norm, norm.Declaration.Statistics == Statistics.Given).Forward();

    /// <summary>Gradients.</summary>
    public static NormResult Backward(NormCase norm) => new ReferenceNorm(norm, norm.Declaration.BackwardReadsStatistics).Backward();

    private void ComputeStatistics(bool readsStatistics)
    {
        double[] x = _case.Input;
        double[] first = new double[_count.Length];
        bool[] equal = Enumerable.Repeat(true, _count.Length).ToArray();
        for (int i = 0; i < _positions; i++)
        {
            if (_valid[i])
            {
                int s = _selection[i];
                first[s] = _count[s]++ == 0 ? x[i] : first[s];
                equal[s] &= x[i] == first[s];
                _mean[s] += x[i];
            }
        }

        for (int s = 0; s < _count.Length; s++)
        {
            _mean[s] = IsRms || _count[s] == 0 ? 0 : equal[s] ? first[s] : _mean[s] / _count[s];
        }

        // The mean of what is left is the rounding error of the mean.
        double[] error = new double[_count.Length];
        for (int i = 0; i < _positions; i++)
        {
            error[_selection[i]] += _valid[i] && !IsRms ? x[i] - _mean[_selection[i]] : 0;
        }

        for (int s = 0; s < _count.Length; s++)
        {
            _mean[s] += _count[s] == 0 ? 0 : error[s] / _count[s];
        }

        for (int i = 0; i < _positions; i++)
        {
            double deviation = x[i] - _mean[_selection[i]];
            _squares[_selection[i]] += _valid[i] ? deviation * deviation : 0;
        }

        for (int s = 0; s < _count.Length; s++)
        {
            double divisor = Divisor(s);
            bool noScale = IsRms ? equal[s] && first[s] == 0 : equal[s];
            _variance[s] = divisor > 0 ? _squares[s] / divisor : 0;
            _degenerate[s] = !IsGiven && (divisor <= 0 || (noScale && _declaration.Epsilon == 0));
            if (readsStatistics)
            {
                _mean[s] = IsRms ? 0 : _case.GivenMean[s];
                _variance[s] = _case.GivenVariance[s];
            }

            _scale[s] = 1 / Math.Sqrt(_variance[s] + _declaration.Epsilon);
        }
    }

    /// <summary>d: n − 1 or n.</summary>
    private double Divisor(int selection) =>
        _declaration.Variance == Variance.Biased || IsRms ? _count[selection] : _count[selection] - 1;

    private double Normalized(int i) => (_case.Input[i] - _mean[_selection[i]]) * _scale[_selection[i]];

    private double Gamma(int i) => _declaration.Affine ? _case.Weight[_weightIndex[i]] : 1;

    private double Beta(int i) => _declaration.UsesBias ? _case.Bias[_weightIndex[i]] : 0;

    /// <summary>What a position gets: <c>Normalize</c> for those that are normalized.</summary>
    private OutputPolicy PolicyOf(int i)
    {
        bool isNormalized = _valid[i] || _declaration.Padded == OutputPolicy.Normalize;
        return !isNormalized ? _declaration.Padded : _degenerate[_selection[i]] ? _declaration.Degenerate : OutputPolicy.Normalize;
    }

    private NormResult Forward()
    {
        double[] output = new double[_positions];
        double[] outputScale = new double[_positions];
        for (int i = 0; i < _positions; i++)
        {
            double x = _case.Input[i];
            OutputPolicy policy = PolicyOf(i);
            double term = policy switch
            {
                OutputPolicy.Keep => x,
                OutputPolicy.Affine => Gamma(i) * x,
                OutputPolicy.Zero => 0,
                _ => Gamma(i) * Normalized(i),
            };
            output[i] = policy is OutputPolicy.Affine or OutputPolicy.Normalize ? term + Beta(i) : term;
            outputScale[i] = Math.Max(Math.Abs(term), Math.Abs(output[i]));
        }

        return new NormResult
        {
            Output = output,
            OutputScale = outputScale,
            Count = _count,
            Mean = _mean,
            Variance = _variance,
            SquaredDeviations = _squares,
            Degenerate = _degenerate,
        };
    }

    private NormResult Backward()
    {
        // g = γ·∂y; A = Σ g, B = Σ g·x̂ over V, or over every position where padding is normalized too.
        double[] sum = new double[_count.Length];
        double[] product = new double[_count.Length];
        double[] largest = new double[_count.Length];

        // What padding adds to them, in absolute terms: over V Σ x̂² is at most d, but padding may stand at hundreds of deviations.
        double[] paddedSum = new double[_count.Length];
        double[] paddedProduct = new double[_count.Length];
        for (int i = 0; i < _positions; i++)
        {
            if (PolicyOf(i) == OutputPolicy.Normalize)
            {
                int s = _selection[i];
                double g = Gamma(i) * _case.GradOutput[i];
                sum[s] += g;
                product[s] += g * Normalized(i);
                largest[s] = Math.Max(largest[s], Math.Abs(g * _scale[s]));
                paddedSum[s] += _valid[i] ? 0 : Math.Abs(g);
                paddedProduct[s] += _valid[i] ? 0 : Math.Abs(g * Normalized(i));
            }
        }

        int weights = _declaration.Affine ? _case.Weight.Length : 0;
        double[] gradInput = new double[_positions];
        double[] gradInputScale = new double[_positions];
        double[] gradWeight = Enumerable.Repeat(_declaration.Accumulate ? _case.AccumulatedBefore : 0, weights).ToArray();
        double[] gradBias = (double[])gradWeight.Clone();
        double[] gradWeightScale = Array.ConvertAll(gradWeight, Math.Abs);
        double[] gradBiasScale = Array.ConvertAll(gradBias, Math.Abs);
        for (int i = 0; i < _positions; i++)
        {
            double dy = _case.GradOutput[i];
            OutputPolicy policy = PolicyOf(i);
            gradInput[i] = policy switch
            {
                OutputPolicy.Keep => dy,
                OutputPolicy.Affine => Gamma(i) * dy,
                OutputPolicy.Zero => 0,
                _ => (_scale[_selection[i]] * Gamma(i) * dy) - PartOfSums(i, Normalized(i), sum, product),
            };
            double padding = policy == OutputPolicy.Normalize ? PartOfSums(i, Math.Abs(Normalized(i)), paddedSum, paddedProduct) : 0;
            gradInputScale[i] = Math.Max(Math.Max(Math.Abs(gradInput[i]), largest[_selection[i]]), RoundingOfSums * padding);
            if (_declaration.Affine && policy is OutputPolicy.Affine or OutputPolicy.Normalize)
            {
                double term = dy * (policy == OutputPolicy.Affine ? _case.Input[i] : Normalized(i));
                gradWeight[_weightIndex[i]] += term;
                gradWeightScale[_weightIndex[i]] += Math.Abs(term);
                gradBias[_weightIndex[i]] += dy;
                gradBiasScale[_weightIndex[i]] += Math.Abs(dy);
            }
        }

        return new NormResult
        {
            GradInput = gradInput,
            GradInputScale = gradInputScale,
            GradWeight = gradWeight,
            GradWeightScale = gradWeightScale,
            GradBias = gradBias,
            GradBiasScale = gradBiasScale,
            Count = _count,
            Degenerate = _degenerate,
        };
    }

    /// <summary>r·(A/n + x̂·B/d), for RMS without A: what the sums take from ∂x of a valid position whose statistics are the data's.</summary>
    private double PartOfSums(int i, double normalized, double[] sum, double[] product)
    {
        int s = _selection[i];
        return !_valid[i] || IsGiven ? 0 : _scale[s] * ((normalized * product[s] / Divisor(s)) + (IsRms ? 0 : sum[s] / _count[s]));
    }
}
