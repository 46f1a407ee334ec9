using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MaskedNorm.Generator.Declaration;
using MaskedNorm.Generator.Layout;
using MaskedNorm.Generator.Planning;

namespace MaskedNorm.Generator.Emission;

/// <summary>Writes the body of the user's method: extents, checks, and the call of the kernel.</summary>
internal sealed class WrapperEmitter
{
    private const string Runtime = "global::MaskedNorm.Runtime.";

    private readonly KernelPlan plan;
    private readonly NormSpec spec;
    private readonly CodeWriter code;
    private readonly string[] extents;
    private readonly string kernel;
    private readonly HashSet<string> taken;

    private WrapperEmitter(KernelPlan plan, IEnumerable<string> typeParameters, CodeWriter code)
    {
        this.plan = plan;
        this.code = code;
        spec = plan.Spec;
        taken = new(spec.Parameters.Select(p => p.Name).Concat(typeParameters).Select(name => name.TrimStart('@')));
        kernel = Local("kernel");
        extents = spec.Axes.Select(a => Local(char.ToLowerInvariant(a.Name[0]) == a.Name[0] ? a.Name + "Extent" : "extent" + a.Name)).ToArray();
    }

    /// <summary>Writes the statements of the method.</summary>
    /// <param name="plan">The kernel's plan.</param>
    /// <param name="kernel">The kernel's name, fully qualified.</param>
    /// <param name="other">The plan for selections of more columns, and its kernel; null: there is none.</param>
    /// <param name="typeParameters">The type parameters of the method.</param>
    /// <param name="code">Where to write.</param>
    public static void Emit(KernelPlan plan, string kernel, (KernelPlan Plan, string Kernel)? other, IEnumerable<string> typeParameters, CodeWriter code) =>
        new WrapperEmitter(plan, typeParameters, code).Body(kernel, other);

    private void Body(string kernel, (KernelPlan Plan, string Kernel)? other)
    {
        code.Line("// Every extent and length is checked before anything is written.");
        foreach (ParameterSpec parameter in spec.Parameters.Where(p => p.Role == Role.Running))
        {
            code.Line($"global::System.ArgumentNullException.ThrowIfNull({parameter.Name});");
        }

        Extents();
        foreach (ParameterSpec parameter in spec.Parameters.Where(p => p.Holder is Holder.Span or Holder.TensorSpan))
        {
            CheckLength(parameter);
        }

        if (Find(Role.Lengths) is { } lengths)
        {
            Axis counted = spec.Axes[spec.Mask[spec.Mask.Count - 1]];
            string type = lengths.Holder == Holder.TensorSpan ? $"<{Qualified(lengths.Element)}>" : "";
            code.Line($"{Runtime}Shape.Lengths{type}({lengths.Name}, {Text(lengths.Name)}, {Text(counted.Name)}, {Extent(spec.Mask[spec.Mask.Count - 1])});");
        }

        if (Find(Role.Running) is { } running)
        {
            code.Line($"{running.Name}.CheckFeatures({Joined(Kept().ToList())}, {Text(running.Name)}, {Text(string.Join(" ", Kept().Select(a => spec.Axes[a].Name)))});");
        }

        code.Line();
        Call(kernel, other);
    }

    // The kernel's extents, the operands, the launch, and what follows it.
    private void Call(string name, (KernelPlan Plan, string Kernel)? other)
    {
        string operands = Local("operands");
        string sums = Local("sums");
        string statistics = Local("batch");
        ParameterSpec? running = Find(Role.Running);
        ParameterSpec? gradWeight = Find(Role.GradWeight);
        ParameterSpec? gradBias = Find(Role.GradBias);
        bool gradients = gradWeight is not null || gradBias is not null;
        code.Line($"{Runtime}Operands {operands} = default;");
        foreach (ParameterSpec parameter in spec.Parameters)
        {
            if (OperandName(parameter.Role) is { } field)
            {
                code.Line($"{operands}.{field} = {Runtime}Operand.Of<{Qualified(parameter.Element)}>({parameter.Name}, {Text(parameter.Name)});");
            }
        }

        if (spec.Operation == Operation.Forward && Find(Role.Output) is null)
        {
            code.Line($"{operands}.Output = {operands}.Input;");
        }

        if (Find(Role.Mean) is { Writable: true } || Find(Role.Variance) is { Writable: true })
        {
            code.Line($"{operands}.StoresStatistics = true;");
        }

        if (running is not null && Find(Role.Moments) is null)
        {
            code.Line($"global::System.Span<global::MaskedNorm.Moments> {statistics} = {running.Name}.BeginBatch();");
            code.Line($"{operands}.Moments = {Runtime}Operand.Of<global::MaskedNorm.Moments>({statistics}, {Text(running.Name)});");
        }

        string empty = $"{Runtime}Shape.IsEmpty([{string.Join(", ", Enumerable.Range(0, spec.Axes.Count).Select(Extent))}])";
        if (gradients)
        {
            string count = Multiply(Product.Of(spec.AffineAxes.Select(ExtentOf)));
            code.Line($"using {Runtime}GradientSums {sums} = {Runtime}GradientSums.Rent({count}, in {operands});");
            code.Line($"{operands}.GradSums = {Runtime}Operand.Of(ref {sums}.Start);");
        }

        code.Open($"if (!{empty})");
        if (other is { } many)
        {
            code.Open($"if ({Condition(Bound.Of(plan))})");
            Run(plan, name, operands, sums);
            code.Close();
            code.Open("else");
            Run(many.Plan, many.Kernel, operands, sums);
            code.Close().Line();
        }
        else
        {
            Run(plan, name, operands, sums);
        }

        if (running is not null)
        {
            if (Find(Role.Moments) is { } moments)
            {
                code.Line($"{running.Name}.Update({moments.Name});");
            }
            else
            {
                code.Line($"{running.Name}.EndBatch();");
            }
        }

        code.Close();
        string accumulate = spec.Accumulate ? "true" : "false";
        if (gradients)
        {
            code.Line();
            if (gradWeight is not null)
            {
                code.Line($"{sums}.StoreWeight<{Qualified(gradWeight.Element)}>({gradWeight.Name}, accumulate: {accumulate});");
            }

            if (gradBias is not null)
            {
                code.Line($"{sums}.StoreBias<{Qualified(gradBias.Element)}>({gradBias.Name}, accumulate: {accumulate});");
            }
        }
    }

    // c <= 64 && c <= H * W
    private string Condition(Bound bound)
    {
        string columns = Multiply(bound.Columns);
        string few = $"{columns} <= {Bound.MostColumns.ToString(CultureInfo.InvariantCulture)}";
        return bound.Rows is { } rows ? $"{few} && {columns} <= {Multiply(rows)}" : few;
    }

    private void Run(KernelPlan plan, string name, string operands, string sums)
    {
        bool blocks = KernelEmitter.HasBlocks(plan);

        // What is added up over the lanes of a strip does not depend on the number of threads.
        IEnumerable<string> arguments = KernelEmitter.Parameters(plan).Select(r => Multiply(r.Extent))
            .Concat(plan.Orientation == Orientation.Selections && !blocks ? new[] { spec.Parallel ? "true" : "false" } : Array.Empty<string>());
        code.Line($"{name} {kernel} = new({string.Join(", ", arguments)});");
        code.Line(spec.Parallel && blocks
            ? $"{Runtime}Launch.RunBlocks(ref {kernel}, in {operands}, {kernel}.Items, {kernel}.BlockItems, in {sums});"
            : $"{Runtime}Launch.Run(ref {kernel}, in {operands}, {kernel}.Items, parallel: {(spec.Parallel ? "true" : "false")});");
    }

    private static string? OperandName(Role role) => role switch
    {
        Role.Input or Role.Output or Role.Mask or Role.Weight or Role.Bias or Role.Mean or Role.Variance or Role.Moments
            or Role.GradOutput or Role.GradInput or Role.GradWeight or Role.GradBias => role.ToString(),
        Role.Lengths => "Mask",
        _ => null,
    };

    // One local for each axis that is not fixed: from its parameter, or from a tensor span.
    private void Extents()
    {
        HashSet<int> known = new(Enumerable.Range(0, spec.Axes.Count).Where(a => spec.Axes[a].Extent is not null));
        foreach (ParameterSpec parameter in spec.Parameters.Where(p => p.Role == Role.Extent))
        {
            code.Line($"nint {extents[parameter.Axis]} = {Runtime}Shape.Extent({parameter.Name}, {Text(parameter.Name)});");
            known.Add(parameter.Axis);
        }

        // What one tensor span tells may be what another lacks.
        for (int before = -1; before != known.Count;)
        {
            before = known.Count;
            foreach (ParameterSpec tensor in spec.Parameters.Where(p => p.Holder == Holder.TensorSpan))
            {
                TakeExtents(tensor, known);
            }
        }
    }

    private void TakeExtents(ParameterSpec tensor, HashSet<int> known)
    {
        List<List<int>> axes = ParameterShape.TensorAxes(spec, ParameterShape.AxesOf(spec, tensor.Role));
        for (int i = 0; i < axes.Count; i++)
        {
            List<int> open = axes[i].Where(a => !known.Contains(a)).ToList();
            if (open.Count != 1)
            {
                continue;
            }

            string length = $"{Runtime}Shape.Axis<{Qualified(tensor.Element)}>({tensor.Name}, {i}, {Text(tensor.Name)}, {Text(Names(axes))}, {axes.Count})";
            List<int> others = axes[i].Where(a => a != open[0]).ToList();
            code.Line(others.Count == 0
                ? $"nint {extents[open[0]]} = {length};"
                : $"nint {extents[open[0]]} = {Runtime}Shape.Split({length}, {Joined(others)}, {Text(tensor.Name)}, {Text(Name(axes[i]))});");
            known.Add(open[0]);
        }
    }

    private void CheckLength(ParameterSpec parameter)
    {
        List<int> axes = ParameterShape.AxesOf(spec, parameter.Role).ToList();
        if (parameter.Holder == Holder.Span)
        {
            string names = string.Join(" ", axes.Select(a => spec.Axes[a].Name));
            code.Line($"{Runtime}Shape.Length({parameter.Name}.Length, {Text(parameter.Name)}, {Text(names)}, [{string.Join(", ", axes.Select(Extent))}]);");
            return;
        }

        if (axes.Count == 0)
        {
            // A single value: a tensor span of any rank that holds one.
            code.Line($"{Runtime}Shape.Length({parameter.Name}.FlattenedLength, {Text(parameter.Name)}, \"\", []);");
            return;
        }

        List<List<int>> tensor = ParameterShape.TensorAxes(spec, axes);
        string sizes = string.Join(", ", tensor.Select(Joined));
        code.Line($"{Runtime}Shape.Length<{Qualified(parameter.Element)}>({parameter.Name}, {Text(parameter.Name)}, {Text(Names(tensor))}, [{sizes}]);");
    }

    private IEnumerable<int> Kept() => Enumerable.Range(0, spec.Axes.Count).Where(a => !spec.Reduced.Contains(a));

    private Product ExtentOf(int axis) => spec.Axes[axis].Extent is { } fixedExtent
        ? new(fixedExtent, EquatableArray<string>.Empty)
        : new(1, EquatableArray.Of(spec.Axes[axis].Name));

    // No product of extents is taken for granted to be one.
    private string Joined(List<int> axes) => axes.Count == 1 ? Extent(axes[0]) : $"{Runtime}Shape.Joined([{string.Join(", ", axes.Select(Extent))}])";

    private string Names(List<List<int>> groups) => string.Join(" ", groups.Select(Name));

    private string Name(List<int> group) => string.Join("*", group.Select(a => spec.Axes[a].Name));

    private string Extent(int axis) => spec.Axes[axis].Extent is { } extent ? extent.ToString(CultureInfo.InvariantCulture) : extents[axis];

    // A product of axis names in terms of the locals.
    private string Multiply(Product product)
    {
        IEnumerable<string> factors = product.Names.Select(n => extents[spec.Axes.Select(a => a.Name).ToList().IndexOf(n)]);
        return product.Constant == 1 && product.Names.Count > 0
            ? string.Join(" * ", factors)
            : string.Join(" * ", new[] { Product.Literal(product.Constant) }.Concat(factors));
    }

    private string Local(string name)
    {
        while (Identifiers.Keywords.Contains(name) || !taken.Add(name))
        {
            name += "_";
        }

        return name;
    }

    private ParameterSpec? Find(Role role) => spec.Parameters.FirstOrDefault(p => p.Role == role);

    private static string Text(string name) => "\"" + name.TrimStart('@') + "\"";

    private static string Qualified(Element element) => element switch
    {
        Element.Half => "global::System.Half",
        Element.BFloat16 or Element.Float8E4M3 or Element.Float8E5M2 or Element.Moments => "global::MaskedNorm." + element,
        _ => element.CSharp(),
    };
}
