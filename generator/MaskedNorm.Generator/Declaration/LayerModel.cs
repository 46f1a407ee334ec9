namespace MaskedNorm.Generator.Declaration;

/// <summary>A class that becomes a layer, without a symbol, a syntax node or a position in it.</summary>
/// <param name="HintName">The file's name, from the full metadata name.</param>
/// <param name="Namespace">The namespace, empty for the global one.</param>
/// <param name="Containers">The headers of the enclosing type declarations and of the class itself, outermost first.</param>
/// <param name="Norm">What is normalized, as a forward without parameters.</param>
/// <param name="Bias">Whether there is a bias beside the weight.</param>
/// <param name="Running">Whether the layer keeps running statistics.</param>
/// <param name="Momentum">Their momentum; null for the cumulative average.</param>
internal sealed record LayerModel(
    string HintName, string Namespace, EquatableArray<string> Containers, NormSpec Norm, bool Bias, bool Running, double? Momentum);
